import Foundation
import Testing

@testable import KubernetesAPI

@Suite struct JSONCursorTests {
    private func cursor(_ text: String) -> JSONCursor { JSONCursor([UInt8](text.utf8)) }

    @Test func onlyWhatIsAskedForIsRead() throws {
        var cursor = cursor(
            #" { "skipped": {"a": [1, {"b": "}]\""}, null], "c": -1.5e3}, "name" : "web", "n": 12 , "list": [true, 2] } "#
        )
        var name: String?
        var number: Int?
        var flags: [Bool] = []
        try cursor.object { cursor, key in
            switch key {
            case "name": name = try cursor.text()
            case "n": number = try cursor.integer()
            case "list": try cursor.array { flags.append(try $0.isTrue()) }
            default: break
            }
        }
        let isAtEnd = cursor.isAtEnd()
        #expect(isAtEnd)
        #expect((name, number) == ("web", 12))
        #expect(flags == [true, false])
    }

    @Test(arguments: [
        #"a\"b\\c\/d\b\f\n\r\t"#, #"\u00e9\ud83d\ude80 ü 🚀"#, "", #"\\"#, #"\u0041"#,
    ])
    func textsAreReadAsFoundationReadsThem(text: String) throws {
        var cursor = cursor("\"\(text)\"")
        let expected = try JSONDecoder().decode(String.self, from: Data("\"\(text)\"".utf8))
        let read = try cursor.text()
        #expect(read == expected)
    }

    @Test func whatIsSomethingElseIsPassedOver() throws {
        var cursor = cursor(#"{"a": 1, "b": [2], "c": "3", "d": null, "e": {}}"#)
        var texts: [String: String?] = [:]
        try cursor.object { texts[$1] = try $0.text() }
        #expect(texts.compactMapValues(\.self) == ["c": "3"])
        let isAtEnd = cursor.isAtEnd()
        #expect(isAtEnd)
    }

    @Test(arguments: [
        "", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "[1", "[1,", "\"\\", "{\"a\" 1}", "{1:2}",
        "}",
        "[}", "{\"a\":[1,2}", "\"\\u12\"", "\"\\x\"",
    ])
    func whatEndsTooEarlyIsRefused(text: String) throws {
        #expect(throws: JSONCursor.Malformed.self) {
            var cursor = cursor(text)
            try read(&cursor)
            if !cursor.isAtEnd() { throw JSONCursor.Malformed() }
        }
    }

    private func read(_ cursor: inout JSONCursor) throws {
        if try cursor.isArrayNext() {
            try cursor.array { try read(&$0) }
        } else {
            var texts = 0
            let before = cursor
            try cursor.object { cursor, _ in
                texts += 1
                try read(&cursor)
            }
            if texts == 0 {
                var again = before
                _ = try again.text()
            }
        }
    }

    @Test func anyPrefixOfAnObjectIsRefusedOrReadAndNeverCrashes() throws {
        let text = Samples.gitRepository("web", version: 7)
        for length in 0..<text.utf8.count {
            var cursor = JSONCursor(Array(text.utf8.prefix(length)))
            #expect(throws: JSONCursor.Malformed.self) { try ObservedObject(from: &cursor, manager: .slipway) }
        }
    }
}
