// SPDX-License-Identifier: Apache-2.0

extension CallQuery {
    /// The conditions by their names in URLs, which are those of the commands' options too.
    package static let conditions = ["active", "from", "to", "number", "direction", "status", "result"]

    /// Takes a parameter by its name; `false` if there is none of this name.
    package mutating func take(_ value: String, for name: String) throws(QueryFlaw) -> Bool {
        switch name {
        case "active": self.isActive = try QueryText.flag(value, name)
        case "from": self.receivedFrom = try QueryText.date(value, name)
        case "to": self.receivedBefore = try QueryText.date(value, name)
        case "number": self.address = try QueryText.address(value, name)
        case "direction": self.direction = try QueryText.choice(value, name)
        case "status": self.status = try QueryText.choice(value, name)
        case "result": self.result = try QueryText.choice(value, name)
        case "limit": self.limit = try QueryText.limit(value)
        case "cursor":
            guard CallCursor(text: value) != nil else {
                throw QueryFlaw(name, "cursor is none of this store's; begin without one.")
            }
            self.cursor = value
        default: return false
        }
        return true
    }
}
