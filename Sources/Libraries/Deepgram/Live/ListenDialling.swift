// SPDX-License-Identifier: Apache-2.0

/// A connection that is being made. Lives on the event loop of its call.
public protocol ListenDialling: AnyObject {
    /// It is not wanted any more: the owner hears nothing of it. Does nothing once the owner was told.
    func cancel()
}
