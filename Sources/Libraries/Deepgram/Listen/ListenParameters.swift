// SPDX-License-Identifier: Apache-2.0

/// How a live connection transcribes; fixed for the connection's life.
public enum ListenParameters: Sendable, Hashable {
    /// `/v1/listen`: Nova and older models.
    case nova(NovaParameters)
    /// `/v2/listen`: Flux, which finds the ends of turns itself.
    case flux(FluxParameters)

    /// Path and query of the upgrade request. Connections are alike exactly when their targets are.
    public var target: String {
        switch self {
        case .nova(let parameters): "/v1/listen?\(parameters.query)"
        case .flux(let parameters): "/v2/listen?\(parameters.query)"
        }
    }
}
