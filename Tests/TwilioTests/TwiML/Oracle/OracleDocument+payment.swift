// SPDX-License-Identifier: Apache-2.0

import Twilio

extension OracleDocument {
    static let payment = [
        OracleDocument(
            "Pay",
            python: """
                p = r.pay(input="dtmf", action="/p", bank_account_type="consumer-checking", status_callback="/s",
                    status_callback_method="POST", timeout=7, max_attempts=3, security_code=False, postal_code="10115",
                    min_postal_code_length=5, payment_connector="Default", payment_method="credit-card",
                    token_type="reusable", charge_amount="12.50", currency="eur", description="a table",
                    valid_card_types="visa mastercard amex maestro discover optima jcb diners-club enroute",
                    language="de-DE")
                q = p.prompt(for_="payment-card-number", error_type="timeout invalid-card-number", card_type="visa jcb",
                    attempt="1 2", require_matching_inputs=True)
                q.say("Your card number", voice="man", loop=1, language="en-US")
                q.play("/a.wav", loop=2, digits="1")
                q.pause(length=1)
                p.parameter(name="a", value="b")
                """
        ) {
            Pay(
                input: .dtmf,
                action: "/p",
                bankAccountType: .consumerChecking,
                statusCallback: "/s",
                statusCallbackMethod: .post,
                timeout: .seconds(7),
                maxAttempts: 3,
                securityCode: false,
                postalCode: "10115",
                minPostalCodeLength: 5,
                paymentConnector: "Default",
                paymentMethod: .creditCard,
                tokenType: .reusable,
                chargeAmount: "12.50",
                currency: "eur",
                description: "a table",
                validCardTypes: [
                    .visa, .mastercard, .amex, .maestro, .discover, .optima, .jcb, .dinersClub, .enroute,
                ],
                language: .deDE
            ) {
                Prompt(
                    purpose: .cardNumber,
                    errorType: [.timeout, .invalidCardNumber],
                    cardType: [.visa, .jcb],
                    attempt: [1, 2],
                    requireMatchingInputs: true
                ) {
                    Say("Your card number", voice: .man, language: .enUS, loop: 1)
                    Play("/a.wav", loop: 2, digits: "1")
                    Pause(length: .seconds(1))
                }
                Parameter(name: "a", value: "b")
            }
        }
    ]
}
