// SPDX-License-Identifier: Apache-2.0

/// Whoever asked for a ``ListenLink``; called on its event loop. First one of `linkOpened` and `linkFailed`; after
/// `linkOpened` messages, and `link(_:ended:)` once and last.
public protocol ListenLinkOwner: AnyObject {
    /// The connection stands, and audio may be sent.
    func linkOpened(_ link: any ListenLink)

    /// There will be no connection.
    func linkFailed(_ error: DeepgramError)

    /// A message came.
    func link(_ link: any ListenLink, received message: ListenMessage)

    /// Something came that cannot be understood; it was ignored. `reason` is fit for a metric's label.
    func link(_ link: any ListenLink, ignored reason: String)

    /// The connection is over: `nil` after a close that followed `CloseStream`, otherwise what happened.
    func link(_ link: any ListenLink, ended error: DeepgramError?)
}
