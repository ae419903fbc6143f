// SPDX-License-Identifier: Apache-2.0

/// One request to a synthesiser; lives on the call's event loop.
public protocol SynthesisSession: AnyObject {
    /// Nobody listens any more: no event is delivered after this.
    func cancel()
}
