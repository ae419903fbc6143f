// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Synchronization
import Telemetry
import Testing

@Suite struct LogWriterTests {
    @Test func linesOfManyThreadsDoNotMixAndKeepTheirOrder() throws {
        let pipe = Pipe()
        let sink = FileDescriptorSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        #expect(!sink.isTerminal)
        #expect(!sink.usesColor)
        let output = LogOutput(
            format: .json,
            capacity: .init(lines: 100_000, bytes: 100_000_000),
            sink: { sink.write($0) }
        )
        let reader = Mutex<Data>(Data())
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            reader.withLock { $0 = data }
            done.signal()
        }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let logger = Logger(label: "t\(thread)") { output.handler(label: $0) }
            for index in 0..<500 {
                logger.info(
                    "m",
                    metadata: ["i": .stringConvertible(index), "pad": "\(String(repeating: "x", count: index))"]
                )
            }
        }
        #expect(output.flush(timeout: .seconds(30)))
        try pipe.fileHandleForWriting.close()
        done.wait()
        let lines = reader.withLock { $0 }.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 4_000)
        #expect(output.droppedLines == 0)
        var next: [String: Int] = [:]
        for line in lines {
            let object = try #require(JSONSerialization.jsonObject(with: line) as? [String: Any])
            let label = try #require(object["logger"] as? String)
            let index = try #require(object["i"] as? Int)
            #expect(index == next[label, default: 0])
            next[label] = index + 1
        }
    }

    /// A sink that is held up, and what it was given.
    private final class SlowSink: Sendable {
        let entered = DispatchSemaphore(value: 0)
        let gate = DispatchSemaphore(value: 0)
        let written = Mutex<[UInt8]>([])

        func write(_ lines: [UInt8]) -> Bool {
            self.entered.signal()
            self.gate.wait()
            self.written.withLock { $0 += lines }
            return true
        }

        var lines: [Substring.UTF8View.SubSequence] {
            Substring(decoding: self.written.withLock { $0 }, as: UTF8.self).utf8.split(separator: UInt8(ascii: "\n"))
        }
    }

    @Test func dropsCountsAndSaysSoWhenTheQueueIsFull() throws {
        let sink = SlowSink()
        let output = LogOutput(format: .json, capacity: .init(lines: 10, bytes: 100_000), sink: { sink.write($0) })
        let logger = Logger(label: "a") { output.handler(label: $0) }
        logger.info("first")
        sink.entered.wait()
        // The sink is stuck with the first line: ten more wait, the rest is dropped, and nobody is held up.
        let time = ContinuousClock().measure {
            for index in 0..<1_010 { logger.info("m", metadata: ["i": .stringConvertible(index)]) }
        }
        #expect(time < .seconds(5))
        #expect(output.droppedLines == 1_000)
        #expect(!output.flush(timeout: .milliseconds(20)))
        for _ in 0..<10 { sink.gate.signal() }
        #expect(output.flush(timeout: .seconds(30)))
        let objects = try sink.lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
        #expect(objects.count == 12)
        #expect(objects.last?["msg"] as? String == "log lines dropped")
        #expect(objects.last?["level"] as? String == "warning")
        #expect(objects.last?["log.dropped"] as? Int == 1_000)
        #expect(output.droppedLines == 1_000)
        // Said once: the next lines come alone.
        logger.info("after")
        #expect(output.flush(timeout: .seconds(30)))
        #expect(sink.lines.count == 13)
    }

    @Test func boundsTheBytesThatWait() {
        let sink = SlowSink()
        let output = LogOutput(format: .json, capacity: .init(lines: 1_000, bytes: 1_000), sink: { sink.write($0) })
        let logger = Logger(label: "a") { output.handler(label: $0) }
        logger.info("first")
        sink.entered.wait()
        for _ in 0..<100 { logger.info("m", metadata: ["pad": "\(String(repeating: "x", count: 200))"]) }
        #expect(output.droppedLines == 97)
        for _ in 0..<10 { sink.gate.signal() }
        #expect(output.flush(timeout: .seconds(30)))
    }

    @Test func countsWhatCouldNotBeWritten() {
        let output = LogOutput(format: .json, sink: { _ in false })
        let logger = Logger(label: "a") { output.handler(label: $0) }
        for _ in 0..<3 { logger.info("m") }
        #expect(output.flush())
        #expect(output.droppedLines == 3)
    }

    @Test func aClosedDescriptorIsAFailureAndNoCrash() {
        #expect(!FileDescriptorSink(descriptor: -1).write([1]))
        #expect(FileDescriptorSink(descriptor: -1).write([]))
    }

    @Test func waitsForANonBlockingPipe() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let result = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            let isWritten = FileDescriptorSink(descriptor: descriptor).write(bytes)
            result.withLock { $0 = isWritten }
            try? pipe.fileHandleForWriting.close()
            done.signal()
        }
        #expect(Array(pipe.fileHandleForReading.readDataToEndOfFile()) == bytes)
        done.wait()
        #expect(result.withLock { $0 })
    }
}
