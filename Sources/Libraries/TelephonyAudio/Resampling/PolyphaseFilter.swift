// SPDX-License-Identifier: Apache-2.0

/// A finite impulse response cut into phases, with the samples it still needs: the engine of both rate converters.
///
/// Output sample *n* lies at input position *n · decimation / interpolation*; its delay is compensated, so output and
/// input are aligned and the first outputs wait for `halfWidth` samples of look-ahead.
struct PolyphaseFilter: Sendable {
    let interpolation: Int
    let decimation: Int
    let halfWidth: Int
    private let coefficients: [Float]

    /// Input from `halfWidth - 1` samples before the next output on.
    private var history: [Float]
    /// Position of the next output behind `history[halfWidth - 1]`, in 1/interpolation samples.
    private var offset = 0
    private var consumed = 0
    private var produced = 0

    /// `response` is the impulse response at a distance in input samples, zero beyond `halfWidth`.
    init(interpolation: Int, decimation: Int, halfWidth: Int, response: (Double) -> Double) {
        self.interpolation = interpolation
        self.decimation = decimation
        self.halfWidth = halfWidth
        var coefficients: [Float] = []
        coefficients.reserveCapacity(interpolation * halfWidth * 2)
        for phase in 0..<interpolation {
            let taps = (0..<halfWidth * 2).map { tap in
                response(Double(tap - halfWidth + 1) - Double(phase) / Double(interpolation))
            }
            coefficients.append(contentsOf: taps.map { Float($0) })
        }
        self.coefficients = coefficients
        self.history = [Float](repeating: 0, count: halfWidth - 1)
    }

    /// Takes input and appends the output that it completes.
    mutating func process(_ input: UnsafeBufferPointer<Int16>, into output: inout [Int16]) {
        self.consumed += input.count
        self.history.reserveCapacity(self.history.count + input.count)
        for sample in input { self.history.append(Float(sample)) }
        self.drain(into: &output)
    }

    /// Appends what the look-ahead still held back, then starts anew.
    mutating func finish(into output: inout [Int16]) {
        let total = (self.consumed * self.interpolation + self.decimation - 1) / self.decimation
        let missing = total - self.produced
        self.history.append(contentsOf: repeatElement(0, count: self.halfWidth + 1))
        let before = output.count
        self.drain(into: &output)
        let surplus = output.count - before - missing
        if surplus > 0 { output.removeLast(surplus) }
        self.history = [Float](repeating: 0, count: self.halfWidth - 1)
        (self.offset, self.consumed, self.produced) = (0, 0, 0)
    }

    private mutating func drain(into output: inout [Int16]) {
        let taps = self.halfWidth * 2
        var start = self.offset / self.interpolation
        var phase = self.offset % self.interpolation
        let (interpolation, decimation) = (self.interpolation, self.decimation)
        var made = 0
        self.history.withUnsafeBufferPointer { history in
            self.coefficients.withUnsafeBufferPointer { coefficients in
                while start + taps <= history.count {
                    let row = phase * taps
                    var sum: Float = 0
                    for tap in 0..<taps { sum += history[start + tap] * coefficients[row + tap] }
                    output.append(Int16(min(max(sum.rounded(), -32_768), 32_767)))
                    phase += decimation
                    start += phase / interpolation
                    phase %= interpolation
                    made += 1
                }
            }
        }
        self.produced += made
        let dropped = min(start, self.history.count)
        self.history.removeFirst(dropped)
        self.offset = (start - dropped) * self.interpolation + phase
    }
}
