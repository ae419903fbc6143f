// SPDX-License-Identifier: Apache-2.0

internal import Logging

/// The levels in force and the cells through which loggers read them; a value that ``LogOutput`` guards.
struct LevelTable {
    /// Labels that can be changed later; those of a program are a few. Loggers of further labels keep the level they begin
    /// with.
    static let limit = 1_024

    private(set) var levels: LogLevels
    private var cells: [String: LevelCell] = [:]

    init(_ levels: LogLevels) {
        self.levels = levels
    }

    /// The cell that all loggers of a label share.
    mutating func cell(for label: String) -> LevelCell {
        if let cell = self.cells[label] { return cell }
        let cell = LevelCell(self.levels.level(for: label))
        if self.cells.count < Self.limit { self.cells[label] = cell }
        return cell
    }

    /// From now on these are the levels.
    mutating func use(_ levels: LogLevels) {
        self.levels = levels
        for (label, cell) in self.cells { cell.level = levels.level(for: label) }
    }
}
