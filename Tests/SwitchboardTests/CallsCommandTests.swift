// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import Foundation
import Testing

@testable import switchboard

/// What the commands about calls understand and refuse, before they open a store.
struct CallsCommandTests {
    private func command(_ arguments: [String]) throws -> any ParsableCommand {
        try Switchboard.parseAsRoot(["calls"] + arguments)
    }

    @Test(arguments: [
        ["list", "--limit", "0"], ["list", "--limit", "501"], ["list", "--from", "yesterday"],
        ["list", "--active", "yes"],
        ["list", "--status", "done"], ["list", "--direction", "in"], ["list", "--result", "good"],
        ["list", "--number", ""],
        ["list", "--cursor", "x"], ["search"], ["search", "!?"], ["search", "a", "--speaker", "nobody"],
        ["search", "a", "--to", "now"], ["show"], ["show", "CA1", "--format", "html"],
        ["show", "CA1", "--format", "srt", "--json"], ["export"], ["export", "--format", "xml"],
        ["export", "--format", "srt"], ["export", "--format", "vtt", "--output", "x", "--rows", "lines"],
        ["export", "--format", "csv", "--rows", "words"], ["export", "--format", "csv", "--json"],
        ["export", "--format", "csv", "--to", "1.1.2026"], ["erase"], ["erase", "+12025550143", "--call", "CA1"],
        ["erase", "anonymous"], ["erase", "12025550143"], ["erase", "--older-than", "90"],
        ["erase", "--older-than", "0d"],
        ["erase", "--older-than", "-5d"], ["erase", "--older-than", "+5d"], ["erase", "--older-than", "90y"],
        ["erase", "--older-than", "99999999999999999999d"], ["erase", "+12025550143", "--json"],
    ])
    func whatMakesNoSenseIsAUsageError(_ arguments: [String]) {
        do {
            _ = try self.command(arguments)
            Issue.record("\(arguments) was taken")
        } catch {
            #expect(Switchboard.exitCode(for: error) == .validationFailure, "\(arguments)")
        }
    }

    @Test func aMistakeIsNamed() throws {
        do {
            _ = try self.command(["list", "--status", "or=(id.gt.0)"])
        } catch {
            #expect(Switchboard.message(for: error).contains("--status must be one of queued, initiated"))
        }
    }

    @Test func conditionsAreThoseOfTheRoutes() throws {
        let list = try #require(
            try self.command([
                "list", "--active", "false", "--from", "2026-11-23", "--to", "2026-11-24T00:00:00Z", "--number",
                "+12025550143", "--direction", "inbound", "--status", "no-answer", "--result", "caller_error",
            ]) as? CallsListCommand
        )
        var wanted = CallQuery(limit: 50, isActive: false)
        wanted.receivedFrom = Date(timeIntervalSince1970: 1_795_392_000)
        wanted.receivedBefore = Date(timeIntervalSince1970: 1_795_478_400)
        wanted.address = "+12025550143"
        wanted.direction = .inbound
        wanted.status = .noAnswer
        wanted.result = .callerError
        #expect(try list.filter.query() == wanted)
    }

    // MARK: Erasing

    private static func store(now: Date) async throws -> InMemoryCallStore {
        let store = InMemoryCallStore()
        for age in 0..<250 {
            let id = CallID("CA\(age)")
            let info = CallInfo(
                id: id,
                account: "AC",
                direction: .inbound,
                from: age.isMultiple(of: 2) ? "+12025550143" : "+12025550144",
                to: "+12025550100",
                receivedAt: now.addingTimeInterval(Double(-age) * 86_400)
            )
            var kinds = [CallEvent.Kind.received(info)]
            if age != 100 { kinds.append(.status(.completed, duration: 1, sequence: nil)) }
            let events = kinds.enumerated().map { index, kind in
                CallEvent(id: EventID(rawValue: "\(age)-\(index)"), call: id, time: info.receivedAt, kind: kind)
            }
            _ = try await store.append(events)
        }
        return store
    }

    @Test func aCallerIsCountedAndErasedInBatches() async throws {
        let store = try await Self.store(now: Date())
        let target = try #require(ErasureTarget(number: "+12025550143"))
        #expect(target.words == "from or to ***0143")
        let found = try await target.count(in: store)
        #expect(found.over == 124 && found.active == 1)
        #expect(try await target.erase(in: store) == 124)
        let left = try await target.count(in: store)
        #expect(left.over == 0 && left.active == 1)
        #expect(try await store.calls(CallQuery(limit: 500)).calls.count == 126)
    }

    @Test(arguments: [("90d", 160), ("12w", 166)])
    func whatIsOldIsCountedAsItIsErased(_ age: String, _ count: Int) async throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let store = try await Self.store(now: now.addingTimeInterval(-1))
        let target = try #require(ErasureTarget(olderThan: age, now: now))
        let found = try await target.count(in: store)
        #expect(found.over + found.active == count)
        #expect(try await target.erase(in: store) == found.over)
    }

    @Test func oneCallIsErasedButNoneThatGoesOn() async throws {
        let store = try await Self.store(now: Date())
        let over = ErasureTarget(call: CallID("CA7"))
        let before = try await over.count(in: store)
        #expect(before.over == 1 && before.active == 0)
        #expect(try await over.erase(in: store) == 1)
        let after = try await over.count(in: store)
        #expect(after.over == 0 && after.active == 0)
        let live = ErasureTarget(call: CallID("CA100"))
        let going = try await live.count(in: store)
        #expect(going.over == 0 && going.active == 1)
        #expect(try await live.erase(in: store) == 0)
    }

    // MARK: Files

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    }

    @Test func aFileHasItsNameOnlyWhenItIsWhole() throws {
        try self.inFolder { folder in
            let path = folder.appending(path: "calls.csv").path()
            let cut = try ExportFile(path)
            try cut.write("half")
            #expect(try self.names(folder) == ["calls.csv.part"])
            cut.discard()
            #expect(try self.names(folder).isEmpty)
            let whole = try ExportFile(path)
            try whole.write("one\r\n")
            try whole.write("two\r\n")
            try whole.finish()
            #expect(try self.names(folder) == ["calls.csv"])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\r\ntwo\r\n")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func aFileThatCannotBeMadeIsNamed() throws {
        #expect {
            _ = try ExportFile("/nowhere/at/all.csv")
        } throws: { error in
            (error as? OutputFailure)?.message.hasPrefix("/nowhere/at/all.csv.part cannot be written") == true
        }
    }

    @Test(arguments: ["", "..", "a/b", "../x", ".hidden", "a\u{0}b", "ü"])
    func aCallsNameNamesNoOtherPlace(_ name: String) throws {
        try self.inFolder { folder in
            let files = try ExportFolder(folder.appending(path: "cues").path())
            #expect(throws: OutputFailure.self) { try files.write("x", of: CallID(name), "vtt") }
            try files.write("WEBVTT\n", of: CallID("CA0123abc"), "vtt")
            #expect(try self.names(folder) == ["cues"])
            #expect(try self.names(folder.appending(path: "cues")) == ["CA0123abc.vtt"])
        }
    }
}
