// SPDX-License-Identifier: Apache-2.0

import Yams

extension CallerScript {
    /// Reads a script from YAML, or JSON, which YAML contains.
    ///
    /// - Parameter text: the file's text.
    /// - Throws: ``SimulationError`` with ``SimulationError/Code/invalidScript``, naming the place.
    public init(parsing text: String) throws(SimulationError) {
        do {
            self = try YAMLDecoder().decode(Self.self, from: text)
        } catch {
            throw SimulationError(.invalidScript, Self.explain(error), cause: String(describing: error))
        }
    }

    private static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "the script is no YAML" }
        switch error {
        case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context):
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
            let place = path.isEmpty ? "" : " (at \(path.drop { $0 == "." }))"
            return context.debugDescription + place
        @unknown default:
            return "the script cannot be read"
        }
    }
}

extension CallerScript: Decodable {
    private enum Key: String, CodingKey, CaseIterable {
        case steps
        case gathers
        case records
        case dials
        case hangUpAfter
    }

    /// Decodes the form of the file; unknown keys are errors, so that a slip of the pen is no silent caller.
    public init(from decoder: any Decoder) throws {
        try ScriptKey.refuseUnknown(Key.self, in: decoder)
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            steps: try container.decodeIfPresent([CallerStep].self, forKey: .steps) ?? [],
            gathers: try container.decodeIfPresent([GatherAnswer].self, forKey: .gathers) ?? [],
            records: try container.decodeIfPresent([RecordAnswer].self, forKey: .records) ?? [],
            dials: try container.decodeIfPresent([DialOutcome].self, forKey: .dials) ?? [],
            hangUpAfter: try container.decodeIfPresent(Double.self, forKey: .hangUpAfter).map(Duration.init(scripted:))
        )
    }
}
