// SPDX-License-Identifier: Apache-2.0

/// How much an English word says about what somebody wants. Words of other languages all count as ``content``.
enum WordClass: Sendable, Hashable {
    /// Said out of politeness or while thinking: no evidence for or against anything.
    case filler
    /// Holds a sentence together.
    case function
    /// Verbs and nouns that occur with every wish.
    case weak
    /// Asks for a kind of answer.
    case question
    /// Says what it is about.
    case content

    /// What the word counts in a comparison, before its rarity.
    var weight: Double {
        switch self {
        case .filler: 0.1
        case .function: 0.12
        case .weak: 0.35
        case .question: 0.5
        case .content: 1
        }
    }

    init(_ word: String) {
        self = Self.table[word] ?? .content
    }

    private static let table: [String: WordClass] = {
        var table: [String: WordClass] = [:]
        for word in Self.fillers.split(separator: " ") { table[String(word)] = .filler }
        for word in Self.functions.split(separator: " ") { table[String(word)] = .function }
        for word in Self.weaks.split(separator: " ") { table[String(word)] = .weak }
        for word in Self.questions.split(separator: " ") { table[String(word)] = .question }
        return table
    }()

    private static let fillers = """
        um uh er ah oh hm hmm well so okay ok yes yeah yep hello hi hey good morning afternoon evening please thanks \
        thank actually just maybe perhaps really very quite sir madam ma'am excuse sorry pardon then now kindly also
        """
    private static let functions = """
        a an the i you he she it we they me him her us them my your his its our their mine yours ours this that these \
        those there here am is are was were be been being do does did have has had having will would shall should can \
        could may might must not no nor and or but if because as of at by for with about to from in into on onto up \
        off out over under than too any some such own same both each all s t d ll re ve m am much many more most
        """
    private static let weaks = """
        want like need know tell get got go going come coming give let make see say said think wonder wondering ask \
        take try trying help thing things something anything someone somebody question one let'
        """
    private static let questions = "what when where who whom whose which why how"
}
