import GitHubAPI
import Redaction

/// An RSA key made for these tests, in both forms GitHub and openssl write, with its public half.
enum TestKey {
    static let pkcs1 = Redacted(
        """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEpAIBAAKCAQEAqJNLh3rrDbEvTOplhuHKcT7yILDe5kRnFCdTVL3ZFiy2/6rs
        YvJWFSTq9BYgzrxFAbaDQjJZQ3DR4Z0EIxDSdezeJb6QWqP8MbeZvIoaO16hFUD1
        r5n6V0gJAGe2gtt35gTo73+6nYB3INccCiuBPAu2a/mAKSB4LM3XKgbjbzVyJ7+X
        4TNAFtu+d6ZEOtZ3YyidAgRROKxmQggA018cMi88Cw2N3RfLoil7lnJ6VfRQnhbZ
        VRQC1mMdmX8SrMWvDXgtjE27K2YjPkxnBRiAFiOaYVIBVwv7Qcp1HfELsv1c/8Sq
        QBx3jzYsp+RcPHVuLvmswgT1L10oA8R8GiGcGwIDAQABAoIBABGsy/0LCs03OD3o
        z7daQkcoceuyj9R19Jbc3rRiaXoVOyTIb5uaTCNQaSApl8wFWnjpAY81xz02fZMZ
        yv7AO0jpCovLlMgkLIOr+/8UPdbev6YCVyBP1TtEjskPlsfWqhYgiqnd6xurhhIX
        69U3JYg9tCVTFjh5spAEDxzVdxBITz0sF7hM/FnjDov9qVkRnT7IamqSa1b3PpvA
        t0oPNDISbN1DKPi4rNH0QXrnxMv003xEUn6XDHp4SM9UASDE4caL69R4qJx0QYKC
        coRDVQaHaBpiD+Pscd1sOexPkt9NLjJc8yxq1gcacgzOnBQ6yj6RRo4ZZDeW/wWx
        v9OIoFECgYEAz8StpM0pldBjbSD8LOHslOJtBx4KYToX+LlSTPht2FVRbQZ/W3q0
        V/PJYR9u6n33LI2gDjKpwMrnk+c4JTX6278w2u3jxPlFhdGlzi6wRzhTcl2jTbvU
        qUkv4yE7Yo7DwQveFj5yqUnpr3WJHindz0YnNVWQ++Orr/hxPK2oT8sCgYEAz7Vy
        qxrdz1lco7VSjBQMbWnHCLsFLFo0xaSaGERIOmiDd4REDMxRjJTfDalkeV7PsQj2
        2VT80WJQoMDVCii5LvAbwdk9kaO0id/FdktDm6d1yeDEnbzrcGBbQrTYHXURL+3l
        qf35g/xfWmjRWJq6ZkljH9dNpRlth5dbnF1/uvECgYEAqryVdbijU9nL2wIgOUHv
        iOoJbq/hF8UFrf+dAmOk4QI7x7xvLF3Jlf1gn8+U9l5NoO9BeGlp1mTnqUN5gBq7
        65lSLJcRdezilPWTq7vyYJSI/pK0gEy6leLu11eX1YY8l4eJGf53e2aiAu4zn/YH
        sS2VSt7mJhkSHamsZJDQn8ECgYEAknYbuVNkfMVCcZ1165hneu9PjXRynWeuNn9u
        uRXM6IKx0SDO60dXaY3ACt4bHwof4XG0vmMTMoHk4LWYg2VbzyE4MWSB6aRJtb64
        ekVwEt3uTL/VZHTGf6MyNsNWcM8Po4BYpZmUy+C1TAcFNzlDnsS4xMcI1RYtCaNM
        0eGMI8ECgYB7Nm+ODS+RADRIIYbA8D9G9ae1WZVyeuenIzXQQthTZUj1J3vlUhoh
        740+CdxJC3WrFRPkDqWqjuXh7LCNF4k3oMtLxW5dZopZ00VzYdA+6u8P6xtQnye/
        mDvL7/jUzp4jkvqFd9InGsO5lsCh0JrDr1UNIPwgJA55tm0zcbbPIw==
        -----END RSA PRIVATE KEY-----
        """)

    static let pkcs8 = Redacted(
        """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCok0uHeusNsS9M
        6mWG4cpxPvIgsN7mRGcUJ1NUvdkWLLb/quxi8lYVJOr0FiDOvEUBtoNCMllDcNHh
        nQQjENJ17N4lvpBao/wxt5m8iho7XqEVQPWvmfpXSAkAZ7aC23fmBOjvf7qdgHcg
        1xwKK4E8C7Zr+YApIHgszdcqBuNvNXInv5fhM0AW2753pkQ61ndjKJ0CBFE4rGZC
        CADTXxwyLzwLDY3dF8uiKXuWcnpV9FCeFtlVFALWYx2ZfxKsxa8NeC2MTbsrZiM+
        TGcFGIAWI5phUgFXC/tBynUd8Quy/Vz/xKpAHHePNiyn5Fw8dW4u+azCBPUvXSgD
        xHwaIZwbAgMBAAECggEAEazL/QsKzTc4PejPt1pCRyhx67KP1HX0ltzetGJpehU7
        JMhvm5pMI1BpICmXzAVaeOkBjzXHPTZ9kxnK/sA7SOkKi8uUyCQsg6v7/xQ91t6/
        pgJXIE/VO0SOyQ+Wx9aqFiCKqd3rG6uGEhfr1TcliD20JVMWOHmykAQPHNV3EEhP
        PSwXuEz8WeMOi/2pWRGdPshqapJrVvc+m8C3Sg80MhJs3UMo+Lis0fRBeufEy/TT
        fERSfpcMenhIz1QBIMThxovr1HionHRBgoJyhENVBodoGmIP4+xx3Ww57E+S300u
        MlzzLGrWBxpyDM6cFDrKPpFGjhlkN5b/BbG/04igUQKBgQDPxK2kzSmV0GNtIPws
        4eyU4m0HHgphOhf4uVJM+G3YVVFtBn9berRX88lhH27qffcsjaAOMqnAyueT5zgl
        NfrbvzDa7ePE+UWF0aXOLrBHOFNyXaNNu9SpSS/jITtijsPBC94WPnKpSemvdYke
        Kd3PRic1VZD746uv+HE8rahPywKBgQDPtXKrGt3PWVyjtVKMFAxtaccIuwUsWjTF
        pJoYREg6aIN3hEQMzFGMlN8NqWR5Xs+xCPbZVPzRYlCgwNUKKLku8BvB2T2Ro7SJ
        38V2S0Obp3XJ4MSdvOtwYFtCtNgddREv7eWp/fmD/F9aaNFYmrpmSWMf102lGW2H
        l1ucXX+68QKBgQCqvJV1uKNT2cvbAiA5Qe+I6glur+EXxQWt/50CY6ThAjvHvG8s
        XcmV/WCfz5T2Xk2g70F4aWnWZOepQ3mAGrvrmVIslxF17OKU9ZOru/JglIj+krSA
        TLqV4u7XV5fVhjyXh4kZ/nd7ZqIC7jOf9gexLZVK3uYmGRIdqaxkkNCfwQKBgQCS
        dhu5U2R8xUJxnXXrmGd670+NdHKdZ642f265FczogrHRIM7rR1dpjcAK3hsfCh/h
        cbS+YxMygeTgtZiDZVvPITgxZIHppEm1vrh6RXAS3e5Mv9VkdMZ/ozI2w1Zwzw+j
        gFilmZTL4LVMBwU3OUOexLjExwjVFi0Jo0zR4YwjwQKBgHs2b44NL5EANEghhsDw
        P0b1p7VZlXJ656cjNdBC2FNlSPUne+VSGiHvjT4J3EkLdasVE+QOpaqO5eHssI0X
        iTegy0vFbl1milnTRXNh0D7q7w/rG1CfJ7+YO8vv+NTOniOS+oV30icaw7mWwKHQ
        msOvVQ0g/CAkDnm2bTNxts8j
        -----END PRIVATE KEY-----
        """)

    static let publicPEM = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqJNLh3rrDbEvTOplhuHK
        cT7yILDe5kRnFCdTVL3ZFiy2/6rsYvJWFSTq9BYgzrxFAbaDQjJZQ3DR4Z0EIxDS
        dezeJb6QWqP8MbeZvIoaO16hFUD1r5n6V0gJAGe2gtt35gTo73+6nYB3INccCiuB
        PAu2a/mAKSB4LM3XKgbjbzVyJ7+X4TNAFtu+d6ZEOtZ3YyidAgRROKxmQggA018c
        Mi88Cw2N3RfLoil7lnJ6VfRQnhbZVRQC1mMdmX8SrMWvDXgtjE27K2YjPkxnBRiA
        FiOaYVIBVwv7Qcp1HfELsv1c/8SqQBx3jzYsp+RcPHVuLvmswgT1L10oA8R8GiGc
        GwIDAQAB
        -----END PUBLIC KEY-----
        """
}

extension RepositoryName {
    static let webShop: RepositoryName = {
        guard let name = RepositoryName("acme/web-shop") else { preconditionFailure("a good name is refused") }
        return name
    }()
}
