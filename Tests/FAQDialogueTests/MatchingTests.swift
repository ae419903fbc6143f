// SPDX-License-Identifier: Apache-2.0

import CallCore
import FAQDialogue
import Testing

@Suite struct MatchingTests {
    /// What a recogniser made of questions that are in the dialogue, and the question that was meant.
    static let noisy: [(String, String)] = [
        ("when are you open", "hours"),
        ("When are you open?", "hours"),
        ("uh hello when are you open please", "hours"),
        ("when you open", "hours"),
        ("when are you opened", "hours"),
        ("what are you opening hours", "hours"),
        ("what are your open in hours", "hours"),
        ("what or your opening ours", "hours"),
        ("hi i just wanted to ask what your opening hours are", "hours"),
        ("are you open on sundays", "hours"),
        ("are you open sunday", "hours"),
        ("what time do you close", "hours"),
        ("how late are you open tonight", "hours"),
        ("so when do you close today", "hours"),
        ("what is your address", "address"),
        ("what's the address please", "address"),
        ("what is you're a dress address", "address"),
        ("how do i get to restaurant", "address"),
        ("how do i get to your rest are rant", "address"),
        ("where are you located", "address"),
        ("where you located", "address"),
        ("how can i find to you", "address"),
        ("can you give me the directions", "address"),
        ("i would like to book a table for two people tomorrow evening and seven", "table"),
        ("i would like to book a table for two at seven", "table"),
        ("i'd like to book a table for 4 at 7:30", "table"),
        ("would like to book the table for two it seven", "table"),
        ("a table for six at half past eight please", "table"),
        ("table for two at seven", "table"),
        ("i like to book table for too at eight", "table"),
        ("can i reserve a table for four people on friday at seven", "table"),
        ("can i reserve the table four people on friday and seven", "table"),
        ("i want to make a reservation", "table"),
        ("i want to make reservations", "table"),
        ("for two people at seven", "table"),
        ("can i talk to a person", "person"),
        ("can i talk to the person", "person"),
        ("can i talk to a real human person please", "person"),
        ("i want to speak to human", "person"),
        ("let me speak with manager", "person"),
        ("operator", "person"),
        ("do you have vegetarian food", "vegetarian"),
        ("do you have a vegetarian food", "vegetarian"),
        ("you have vegetarian foot", "vegetarian"),
        ("do you have any thing without meat", "vegetarian"),
        ("vegetarian", "vegetarian"),
        ("is there something vegan on menu", "vegetarian"),
        ("where can i park my car", "parking"),
        ("where can park my car", "parking"),
        ("is there a parking near the restaurant", "parking"),
        ("do you have parking lot", "parking"),
        ("please repeat that", "repeat"),
        ("can you repeat please", "repeat"),
        ("could you say that again please", "repeat"),
        ("good bye", "goodbye"),
        ("goodbye", "goodbye"),
        ("thank you goodbye", "goodbye"),
        ("okay thanks bye bye", "goodbye"),
        ("thank you that is all", "goodbye"),
    ]

    /// What is in no dialogue of a restaurant.
    static let foreign = [
        "i want to sell you a vacuum cleaner",
        "my cat is sitting on the roof",
        "what is the capital of france",
        "how tall is the eiffel tower",
        "i would like to talk about your car insurance",
        "the weather is very nice today",
        "please send me the invoice for last month",
        "my computer does not start anymore",
        "i need a doctor for my son",
        "can you tell me the score of the football game",
        "where is my package",
        "you have won a free holiday",
        "do you like jazz music",
        "the train to boston leaves at seven",
        "i have two dogs and a parrot",
        "what is the meaning of life",
        "my neighbor plays the trumpet at night",
        "i lost my passport at the airport",
        "can you fix my washing machine",
        "how much is a ticket to london",
        "we should paint the house blue",
        "is this the number of the dentist",
        "when was the second world war",
        "who wrote that book",
        "i am calling about your internet connection",
        "turn off the lights in the bedroom",
        "how do i change my password",
        "can i pay with my credit card at the library",
        "the quick brown fox jumps over the lazy dog",
        "it is half past eight",
        "at seven",
        "what would you do if you were me",
        "i think that he is there with them",
        "is there something on the roof",
        "do you have a minute for a survey",
        "i want to make a complaint about noise",
        "can you give me your credit card number",
        "what time is it in tokyo",
        "are you a robot",
        "where did you buy those shoes",
        "the table in my kitchen is broken",
        "is the museum in the old town still open",
        "my brother works as a butcher and sells meat",
        "where is the nearest hospital",
        "what are the side effects of this drug",
        "i want to speak about politics and religion",
        "the kitchen in my house is on fire",
        "tell me a story about a real princess",
        "what kind of food does your dog eat",
        "how late is the bus to the city today",
        "people say that friday is the best day",
        "there is nothing on television tonight",
        "my street has a new name",
        "the manager of the bank has been arrested",
        "i cannot find my car keys",
        "",
        "uh um well",
        "yes",
        "thank you",
    ]

    @Test(arguments: MatchingTests.noisy)
    func findsTheQuestionInWhatARecogniserHeard(_ heard: String, _ meant: String) async throws {
        let responder = try Restaurant.responder()
        let found = try await responder.question(heard)
        let ranks = try await responder.rank(heard).prefix(3)
        #expect(found == meant, "\(heard) → \(ranks)")
    }

    @Test(arguments: MatchingTests.foreign)
    func asksAgainWhenNoQuestionFits(_ heard: String) async throws {
        let responder = try Restaurant.responder()
        let found = try await responder.question(heard)
        let ranks = try await responder.rank(heard).prefix(3)
        #expect(found == nil, "\(heard) → \(ranks)")
    }
}
