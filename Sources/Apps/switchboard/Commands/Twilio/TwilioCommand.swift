// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `twilio`: what is set at Twilio.
struct TwilioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twilio",
        abstract: "Sets up the Twilio account.",
        subcommands: [TwilioLinkCommand.self]
    )
}
