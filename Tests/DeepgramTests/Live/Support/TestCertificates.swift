// SPDX-License-Identifier: Apache-2.0

import NIOSSL

/// Certificates made for tests with openssl: a root of their own, valid for a hundred years, and what it signed.
enum TestCertificates {
    /// Signed all but the self-signed one.
    static let root = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATWgAwIBAgIUG+8BtCvq+ad5rHByr9m1zaMNkc8wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJVGVzdCByb290MCAXDTI2MTEyMjIyMjIwMFoYDzIxMjYxMDI5
        MjIyMjAwWjAUMRIwEAYDVQQDDAlUZXN0IHJvb3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATV8bxCfFW1G+LYsWMnME7iH5fPRx61LuMTZQWsA/eXVZJMA3JbyYZU
        QgQAJroOrZinb2iz/lOfiTnKRG8h3Ejso2MwYTAdBgNVHQ4EFgQU5xi7S+15RPKk
        g2AxqoEUFlScfFUwHwYDVR0jBBgwFoAU5xi7S+15RPKkg2AxqoEUFlScfFUwDwYD
        VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwCgYIKoZIzj0EAwIDSQAwRgIh
        AJI4dvzuce4vMm9SLoT1oY+S7kCDMFXTjW8AOlZgL4VGAiEAosMMhNGh6OyqrG7V
        vbAWl9/9hpaOb0ilozTe++ZKeXI=
        -----END CERTIFICATE-----
        """

    /// For localhost and 127.0.0.1.
    static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBeDCCAR6gAwIBAgICEAAwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJVGVzdCBy
        b290MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQD
        DAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASXbyqKz9zGQYE+
        wnOTmBP+vPPkiUF6IfovZihQRF2nPSMedV5pG6EWuu2m3YZT2uVjDhUdxb/lghV3
        4S4L/7bBo14wXDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwHQYDVR0OBBYE
        FGzpe+d8SYauOBk5W05XNXZ1hYSFMB8GA1UdIwQYMBaAFOcYu0vteUTypINgMaqB
        FBZUnHxVMAoGCCqGSM49BAMCA0gAMEUCIADjI3osH153TVB4dx2QSPK6g1/J8jUz
        yWc18S3pMi/1AiEAvAbCiM5w7Da1+i8xdRtrO8t8RXUXAKmhCRy0YSi6FqI=
        -----END CERTIFICATE-----
        """

    /// For other.example.
    static let otherHost = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCASCgAwIBAgICEAEwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJVGVzdCBy
        b290MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYDVQQD
        DA1vdGhlci5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEl28qis/c
        xkGBPsJzk5gT/rzz5IlBeiH6L2YoUERdpz0jHnVeaRuhFrrtpt2GU9rlYw4VHcW/
        5YIVd+EuC/+2waNcMFowGAYDVR0RBBEwD4INb3RoZXIuZXhhbXBsZTAdBgNVHQ4E
        FgQUbOl753xJhq44GTlbTlc1dnWFhIUwHwYDVR0jBBgwFoAU5xi7S+15RPKkg2Ax
        qoEUFlScfFUwCgYIKoZIzj0EAwIDRwAwRAIgR6+rUMLGbiAMPUOI3G9Icoyj2rKo
        jc89TwxG22sZtSwCIDMqtuUpSlO6diTutrNeD3/2Mtz5DTgORezbvJzrYOrk
        -----END CERTIFICATE-----
        """

    /// For localhost and 127.0.0.1, until the first day of 2021.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBdTCCARygAwIBAgICEAIwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJVGVzdCBy
        b290MB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
        bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEl28qis/cxkGBPsJz
        k5gT/rzz5IlBeiH6L2YoUERdpz0jHnVeaRuhFrrtpt2GU9rlYw4VHcW/5YIVd+Eu
        C/+2waNeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBRs
        6XvnfEmGrjgZOVtOVzV2dYWEhTAfBgNVHSMEGDAWgBTnGLtL7XlE8qSDYDGqgRQW
        VJx8VTAKBggqhkjOPQQDAgNHADBEAiBkPV7pN2wGRan1sMmh9O5GHbqetIrbdpVR
        xDz7iMgCHgIgQSMJzIMJqxx7+CWwXEGKUEBA5Bg0ugHIMfCXg4ZAEQU=
        -----END CERTIFICATE-----
        """

    /// For localhost and 127.0.0.1, signed by nobody else.
    static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUA5s3ZHLDmuBpLyk50DGfEa7WzKcwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjIyMjIwMFoYDzIxMjYxMDI5
        MjIyMjAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASXbyqKz9zGQYE+wnOTmBP+vPPkiUF6IfovZihQRF2nPSMedV5pG6EW
        uu2m3YZT2uVjDhUdxb/lghV34S4L/7bBo28wbTAdBgNVHQ4EFgQUbOl753xJhq44
        GTlbTlc1dnWFhIUwHwYDVR0jBBgwFoAUbOl753xJhq44GTlbTlc1dnWFhIUwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhALOL/+37cq8tpw0WHxEW17K0LrugAuZ6svCQyjtGwR0QAiBa
        j6cLf6ZlnFe9tKm7dnuEy1SE00ImFYXdQmrz4kuBSg==
        -----END CERTIFICATE-----
        """

    /// Of all of them; opens nothing but tests.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcuEPPOcupR2xAX1t
        YkNuYYFyirpdq0dLFv3FBahKRqKhRANCAASXbyqKz9zGQYE+wnOTmBP+vPPkiUF6
        IfovZihQRF2nPSMedV5pG6EWuu2m3YZT2uVjDhUdxb/lghV34S4L/7bB
        -----END PRIVATE KEY-----
        """

    /// What a server needs to show one of them.
    static func server(_ certificate: String, maximumTLSVersion: TLSVersion? = nil) throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximumTLSVersion
        return try NIOSSLContext(configuration: configuration)
    }
}
