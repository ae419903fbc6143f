// SPDX-License-Identifier: Apache-2.0

/// What the REST twin answers.
struct TwinAnswer: Sendable, Hashable {
    struct Header: Sendable, Hashable {
        var name: String
        var value: String
    }

    var status: Int
    var headers: [Header]
    var body: [UInt8]

    /// JSON.
    init(status: Int = 200, body: TwinValue) {
        self.init(status: status, type: "application/json", bytes: body.encoded)
    }

    init(status: Int, type: String, bytes: [UInt8]) {
        self.status = status
        self.headers = [Header(name: "Content-Type", value: type)]
        self.body = bytes
    }

    /// 204.
    static let nothing = Self(status: 204, headers: [], body: [])

    private init(status: Int, headers: [Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
