// SPDX-License-Identifier: Apache-2.0

extension SignatureSearch {
    mutating func body() -> Difference? {
        switch self.content {
        case .form(let form): self.form(form)
        case .body(let body): self.formInBody(body)
        case .none, .webSocketUpgrade: nil
        }
    }

    private mutating func form(_ form: FormParameters) -> Difference? {
        guard !form.isEmpty else { return nil }
        if self.isSigned(self.address, SignedParameters.none) { return self.unsignedBody }
        return self.rewrittenValues(form) ?? self.surplusFields(form) ?? self.lostFields(form)
            ?? self.paddedValues(form) ?? self.ordering(form)
    }

    private var unsignedBody: Difference {
        let isHashed = self.address.query?.contains("bodySHA256=") == true
        return Difference(
            part: .body,
            signed: isHashed ? "with the hash of a body that is no form" : "without a body",
            checked: "with the fields of a form",
            mend: isHashed
                ? "The body is JSON or the like: check it as it came, by its bodySHA256, and not as a form."
                : "The fields were sent in another way than as a form, or by somebody else: Twilio signed only the URL."
        )
    }

    /// All values changed in the same way, as a program does that means well.
    private mutating func rewrittenValues(_ form: FormParameters) -> Difference? {
        for change in ValueChange.all {
            let changed = FormParameters(form.map { .init(name: $0.name, value: change.apply($0.value)) })
            guard changed != form, self.isSigned(self.address, SignedParameters(changed)) else { continue }
            return Difference(part: .body, signed: change.signed, checked: change.checked, mend: Self.keepMend)
        }
        return nil
    }

    private mutating func surplusFields(_ form: FormParameters) -> Difference? {
        for index in form.indices.prefix(256) {
            var rest = Array(form)
            let name = Self.printable(rest.remove(at: index).name)
            guard self.isSigned(self.address, SignedParameters(FormParameters(rest))) else { continue }
            return Difference(
                part: .body,
                signed: "without the field \(name)",
                checked: "with it",
                mend: "Something adds the field \(name) to the form: check the body as it came."
            )
        }
        return nil
    }

    /// Some frameworks drop empty fields; which names Twilio sends is known.
    private mutating func lostFields(_ form: FormParameters) -> Difference? {
        let lost = Self.oftenEmpty.filter { form[$0] == nil }
        let groups =
            lost.map { [$0] } + [lost.filter { $0.hasPrefix("From") || $0.hasPrefix("Caller") }]
            + [lost.filter { $0.hasPrefix("To") || $0.hasPrefix("Called") }, lost]
        for names in groups where !names.isEmpty {
            let full = FormParameters(Array(form) + names.map { .init(name: $0, value: "") })
            guard self.isSigned(self.address, SignedParameters(full)) else { continue }
            let list = names.count > 3 ? "\(names.count) empty fields" : "the empty \(names.joined(separator: ", "))"
            return Difference(part: .body, signed: "with \(list)", checked: "without", mend: Self.keepMend)
        }
        return nil
    }

    /// One value that had a blank or a line end around it.
    private mutating func paddedValues(_ form: FormParameters) -> Difference? {
        for index in form.indices.prefix(64) {
            for (before, after) in [("", " "), (" ", ""), ("", "\n"), ("", "\r\n")] {
                var fields = Array(form)
                fields[index].value = before + fields[index].value + after
                guard self.isSigned(self.address, SignedParameters(FormParameters(fields))) else { continue }
                return Difference(
                    part: .body,
                    signed: "with white space around the value of \(Self.printable(fields[index].name))",
                    checked: "without",
                    mend: Self.keepMend
                )
            }
        }
        return nil
    }

    /// Mistakes of those who sign by hand.
    private mutating func ordering(_ form: FormParameters) -> Difference? {
        let joined = form.map { Array($0.name.utf8) + Array($0.value.utf8) }
        var seen: Set<[UInt8]> = []
        let firsts = FormParameters(form.filter { seen.insert(Array($0.name.utf8)).inserted })
        let candidates: [(SignedParameters, String)] = [
            (SignedParameters(firsts), "with the first of the repeated fields only"),
            (SignedParameters(bytes: joined.flatMap(\.self)), "with the fields in the order they came"),
            (
                SignedParameters(bytes: joined.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self)),
                "with the fields sorted by name and value as one text"
            ),
        ]
        for (parameters, signed) in candidates where self.isSigned(self.address, parameters) {
            return Difference(
                part: .body,
                signed: signed,
                checked: "with all fields, sorted by the bytes of their names",
                mend: "Whatever made this signature does it otherwise than Twilio: mend it there."
            )
        }
        return nil
    }

    /// The content type was lost, or taken for another.
    private mutating func formInBody(_ body: [UInt8]) -> Difference? {
        guard let form = try? FormDecoder(maximumFields: 4_096).decode(body), !form.isEmpty,
            self.isSigned(self.address, SignedParameters(form))
        else { return nil }
        return Difference(
            part: .body,
            signed: "as a form",
            checked: "as a body that is no form",
            mend: "The content type must reach the server as application/x-www-form-urlencoded."
        )
    }

    private static let keepMend =
        "Check the fields exactly as they came, before anything trims, normalises, drops or decodes them again."

    /// Names that Twilio sends with empty values when it knows nothing.
    private static let oftenEmpty = [
        "FromCity", "FromState", "FromZip", "FromCountry", "ToCity", "ToState", "ToZip", "ToCountry", "CallerCity",
        "CallerState", "CallerZip", "CallerCountry", "CalledCity", "CalledState", "CalledZip", "CalledCountry",
        "Digits", "FinishedOnKey", "SpeechResult", "From", "Caller", "CallerName", "ForwardedFrom", "ParentCallSid",
        "UnstableSpeechResult", "StableSpeechResult", "RecordingUrl", "HandoffData", "msg",
    ]
}
