import AudiowatchCore
import Foundation
import SystemPackage
import Testing

@Suite struct ControlMessageTests {
    @Test(
        arguments: [
            ([], ""), ([0x66], "Zg=="), ([0x66, 0x6F], "Zm8="), ([0x66, 0x6F, 0x6F], "Zm9v"),
            ([0xFB, 0xFF, 0xBF, 0x00], "+/+/AA=="),
        ] as [([UInt8], String)])
    func `base64 goes both ways`(bytes: [UInt8], text: String) {
        #expect(Base64.encoded(bytes) == text)
        #expect(Base64.decoded(text) == bytes)
        #expect(Data(bytes).base64EncodedString() == text)
    }

    @Test(arguments: [
        "Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", "Z=9v", "Zg==Zg==", "é==",
    ])
    func `what is no base64 is refused`(text: String) {
        #expect(Base64.decoded(text) == nil)
    }

    @Test func `base64 equals the system's own for every length`() {
        var bytes: [UInt8] = []
        for step in 0..<300 {
            #expect(Base64.encoded(bytes) == Data(bytes).base64EncodedString())
            #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
            bytes.append(UInt8(truncatingIfNeeded: step &* 37))
        }
    }

    @Test func `a path of any bytes survives JSON`() throws {
        for bytes in [Array("/a/é".utf8), [0x2F, 0xE9], [0x2F, 0xFF, 0x0A, 0x22]] {
            let data = try JSONEncoder().encode(PathText(bytes: bytes))
            #expect(try JSONDecoder().decode(PathText.self, from: data).bytes == bytes)
        }
        let plain = try JSONEncoder().encode(PathText(FilePath("/a")))
        #expect(!String(decoding: plain, as: UTF8.self).contains("path_base64"))
        let typed = try JSONDecoder().decode([PathText].self, from: Data(#"["/a"]"#.utf8))
        #expect(typed == [PathText(FilePath("/a"))])
    }

    @Test func `seconds from outside become durations without end`() {
        #expect(ControlTime.duration(1.5) == .milliseconds(1500))
        #expect(ControlTime.duration(-1) == .zero)
        #expect(ControlTime.duration(.nan) == .zero)
        #expect(ControlTime.duration(1e300) == .seconds(315_360_000))
        #expect(ControlTime.duration(.infinity) == .seconds(315_360_000))
        #expect(ControlTime.seconds(.milliseconds(1500)) == 1.5)
    }
}
