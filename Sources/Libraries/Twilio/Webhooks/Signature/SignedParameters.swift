// SPDX-License-Identifier: Apache-2.0

/// What the fields of a form add to the signed string: each distinct name with each of its distinct values, both in the
/// order of their bytes.
///
/// Made once for a request, whatever number of URLs and tokens it is tried with.
struct SignedParameters {
    let bytes: [UInt8]

    /// Nothing: the request is not a form.
    static let none = SignedParameters([:])

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ form: FormParameters) {
        guard !form.isEmpty else {
            self.bytes = []
            return
        }
        var text: [UInt8] = []
        text.reserveCapacity(form.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count })
        var places: [Place] = []
        places.reserveCapacity(form.count)
        for field in form {
            let start = text.count
            text.append(contentsOf: field.name.utf8)
            let middle = text.count
            text.append(contentsOf: field.value.utf8)
            places.append(Place(start: start, middle: middle, end: text.count))
        }
        self.bytes = Self.sorted(text, &places)
    }

    private struct Place {
        var start: Int
        var middle: Int
        var end: Int
        /// The first eight bytes of the name: they decide most comparisons.
        var key: UInt64 = 0
    }

    private static func sorted(_ text: [UInt8], _ places: inout [Place]) -> [UInt8] {
        text.withUnsafeBufferPointer { text in
            for index in places.indices {
                places[index].key = Self.key(text[places[index].start..<places[index].middle])
            }
            places.sort { Self.precedes($0, $1, in: text) }
            return [UInt8](unsafeUninitializedCapacity: text.count) { target, count in
                for (index, place) in places.enumerated() {
                    if index > 0, Self.areEqual(places[index - 1], place, in: text) { continue }
                    // In bounds: the places are distinct parts of a text that is as long as the target.
                    for position in place.start..<place.end {
                        target.initializeElement(at: count, to: text[position])
                        count += 1
                    }
                }
            }
        }
    }

    private static func key(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        let head = name.prefix(8)
        // A name that ends sorts first, as if zeros followed; names with real zeros are told apart below.
        return head.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - head.count))
    }

    private static func precedes(_ left: Place, _ right: Place, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        if left.key != right.key { return left.key < right.key }
        let names = Self.order(text[left.start..<left.middle], text[right.start..<right.middle])
        if names != 0 { return names < 0 }
        return Self.order(text[left.middle..<left.end], text[right.middle..<right.end]) < 0
    }

    private static func areEqual(_ left: Place, _ right: Place, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        left.key == right.key && left.middle - left.start == right.middle - right.start
            && left.end - left.start == right.end - right.start
            && Self.order(text[left.start..<left.end], text[right.start..<right.end]) == 0
    }

    /// Negative, zero or positive, by bytes; a beginning comes before the whole.
    private static func order(
        _ left: Slice<UnsafeBufferPointer<UInt8>>,
        _ right: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Int {
        for offset in 0..<min(left.count, right.count) {
            let (one, other) = (left[left.startIndex + offset], right[right.startIndex + offset])
            if one != other { return one < other ? -1 : 1 }
        }
        return left.count - right.count
    }
}
