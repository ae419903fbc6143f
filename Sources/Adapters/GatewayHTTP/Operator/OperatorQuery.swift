// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import SafeText
import Twilio

/// The query of an operator's URL, read strictly: a parameter nobody knows, or one that is there twice, is refused,
/// because a misspelt condition would show, export or hide calls that were not meant.
struct OperatorQuery {
    private let fields: FormParameters

    init(_ request: Request) throws(Problem) {
        let text = (request.head.path ?? "").drop { $0 != "?" }.dropFirst()
        do {
            self.fields = try FormDecoder(maximumBytes: 4_096, maximumFields: 16).decode(text)
        } catch {
            throw .badRequest("The query is malformed.")
        }
    }

    /// Hands over each parameter once; what `take` answers `false` to is unknown.
    func read(_ take: (_ name: String, _ value: String) throws(QueryFlaw) -> Bool) throws(Problem) {
        for field in self.fields {
            guard self.fields.values(of: field.name).count == 1 else {
                throw Self.flaw(QueryFlaw(Self.shown(field.name), "This parameter is there more than once."))
            }
            do throws(QueryFlaw) {
                guard try take(field.name, field.value) else {
                    throw QueryFlaw(Self.shown(field.name), "This parameter is unknown here.")
                }
            } catch {
                throw Self.flaw(error)
            }
        }
    }

    /// A value that is one of a few; `nil` for anything else is refused with their names.
    static func choice<Value: RawRepresentable & CaseIterable>(
        _ value: String,
        _ name: String
    ) throws(QueryFlaw) -> Value where Value.RawValue == String {
        guard let choice = Value.allCases.first(where: { $0.rawValue.utf8.elementsEqual(value.utf8) }) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw QueryFlaw(name, "\(name) must be one of \(names).")
        }
        return choice
    }

    static func flaw(_ flaw: QueryFlaw) -> Problem {
        var problem = Problem.badRequest(flaw.message)
        problem.field = flaw.parameter
        return problem
    }

    private static func shown(_ name: String) -> String { SafeText.clean(name, limit: .bytes(64)) }
}
