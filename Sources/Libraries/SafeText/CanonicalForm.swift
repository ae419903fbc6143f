// SPDX-License-Identifier: Apache-2.0

@_spi(_Unicode) import Swift

/// Normalisation form C (UAX 15).
///
/// By the standard library's own normaliser, which its comparison of strings uses, and which has no public name yet.
/// Foundation's, on Linux, takes quadratic time and confuses characters beyond U+FFFF with others: U+10041 followed by
/// U+0301 becomes U+00C1.
enum CanonicalForm {
    static func composed(_ scalars: String.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        for scalar in String(scalars)._nfc {
            result.append(scalar)
        }
        return String(result)
    }
}
