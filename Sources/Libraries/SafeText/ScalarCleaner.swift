// SPDX-License-Identifier: Apache-2.0

/// Takes a text scalar by scalar and keeps what may stay.
struct ScalarCleaner {
    let options: SafeText.Options
    private var kept = String.UnicodeScalarView()
    private(set) var count = 0
    private var last: Unicode.Scalar?
    private var marks = 0
    /// White space that is written only when something follows it.
    private var gap = Gap.none
    /// A joiner that is written only when the right thing follows it.
    private var joiner: Unicode.Scalar?
    private var tags: [Unicode.Scalar]?

    private enum Gap: Int {
        case none
        case blanks
        case lineBreak
    }

    private var blanks = 0

    init(options: SafeText.Options) {
        self.options = options
    }

    mutating func take(_ scalar: Unicode.Scalar) {
        let kind = ScalarClass(scalar)
        if kind != .tag { self.tags = nil }
        switch kind {
        case .visible where scalar == " ", .tab: self.takeBlank()
        case .visible: self.write(scalar)
        case .mark: self.takeMark(scalar)
        case .lineBreak: self.takeBreak()
        case .joiner: self.joiner = self.gap == .none && self.last != nil ? scalar : nil
        case .presentation: self.takePresentation(scalar)
        case .tag: self.takeTag(scalar)
        case .hidden: break
        case .privateUse: if self.options.keepsPrivateUse { self.write(scalar) }
        case .unassigned: if self.options.keepsUnassigned { self.write(scalar) }
        }
    }

    /// What was kept; blanks and breaks at the end are not.
    consuming func finish() -> String.UnicodeScalarView {
        self.kept
    }

    private mutating func takeBlank() {
        self.joiner = nil
        self.blanks += 1
        if self.gap == .none { self.gap = .blanks }
    }

    private mutating func takeBreak() {
        self.joiner = nil
        self.gap = .lineBreak
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        self.closeGap()
        if let joiner = self.joiner, let last = self.last, Joining.isMeaningful(joiner, between: last, and: scalar) {
            self.append(joiner)
        }
        self.joiner = nil
        self.marks = 0
        self.append(scalar)
    }

    /// Blanks beside a line break go with it; others stay as they are.
    private mutating func closeGap() {
        switch self.gap {
        case .none: break
        case .blanks:
            if self.last != nil {
                for _ in 0..<self.blanks { self.append(" ") }
            }
        case .lineBreak:
            if self.last != nil { self.append(self.options.lineBreaks == .kept ? "\n" : " ") }
        }
        self.gap = .none
        self.blanks = 0
    }

    private mutating func takeMark(_ scalar: Unicode.Scalar) {
        guard self.marks < self.options.maximumMarks else { return }
        let marks = self.marks + 1
        self.write(scalar)
        self.marks = marks
    }

    /// A selector after an emoji, or what may be shown as one.
    private mutating func takePresentation(_ scalar: Unicode.Scalar) {
        guard self.gap == .none, self.joiner == nil, let last = self.last, last.properties.isEmoji else { return }
        self.append(scalar)
    }

    /// Tags can hide whole sentences; only three sequences of them are drawn as flags.
    private mutating func takeTag(_ scalar: Unicode.Scalar) {
        if self.tags == nil, self.gap == .none, self.last == "\u{1F3F4}" { self.tags = [] }
        guard let before = self.tags else { return }
        guard scalar.value == 0xE_007F else {
            self.tags = before.count < 5 ? before + [scalar] : nil
            return
        }
        self.tags = nil
        let region = String(String.UnicodeScalarView(before.compactMap { Unicode.Scalar($0.value - 0xE_0000) }))
        guard ["gbeng", "gbsct", "gbwls"].contains(region) else { return }
        for tag in before + [scalar] { self.append(tag) }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        self.kept.append(scalar)
        self.count += 1
        self.last = scalar
    }
}
