// SPDX-License-Identifier: Apache-2.0

/// How to find out whether a call was made when the answer was lost: look for calls between the same two numbers.
///
/// Twilio's API has no key against doing a thing twice, and shows a new call only after some seconds, so the client looks
/// several times. What it finds:
/// - one call that may be it: that is it;
/// - several, or the list cannot be read: nobody can tell, ``RESTOutcome/unknown(_:)``;
/// - none, each time: the call was not made; it may be ordered again ``repeats`` times.
public struct CallSearch: Sendable {
    /// What a caller who knows more says about a call.
    public enum Identification: Sendable, Hashable {
        /// It is the one.
        case ours
        /// It is another.
        case foreign
        /// It may be the one.
        case possible
    }

    /// The wait before each look; their number is the number of looks.
    public var looks: [Duration]
    /// How much earlier than the order a call may seem to have been made: the clocks differ.
    public var clockDifference: Duration
    /// How often the order is repeated when no call was found.
    public var repeats: Int
    /// Says what you know of a call, for instance that a webhook with this order's token has named it. Calls that this
    /// client has made itself are never asked about.
    public var identify: @Sendable (CallResource) async -> Identification

    /// A search; the default looks after 2, 4 and 6 more seconds and then orders once more.
    public init(
        looks: [Duration] = [.seconds(2), .seconds(4), .seconds(6)],
        clockDifference: Duration = .seconds(60),
        repeats: Int = 1,
        identify: @escaping @Sendable (CallResource) async -> Identification = { _ in .possible }
    ) {
        self.looks = looks
        self.clockDifference = clockDifference
        self.repeats = repeats
        self.identify = identify
    }
}
