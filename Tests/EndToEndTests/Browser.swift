import Foundation
import SystemPackage
import TestSupport

/// A headless Chromium, driven by chromedriver over plain HTTP (W3C WebDriver); ended when the test lets go of it.
final class Browser {
    private let driver = Process()
    private let folder: TemporaryFolder
    private let address: String

    /// Which of the programs that this takes is missing; nil when all are there.
    static var missing: String? {
        ["chromium", "chromedriver", "curl"].first { name in
            (try? run("/usr/bin/env", ["sh", "-c", "command -v \(name)"]))?.status != 0
        }
    }

    /// Starts it with an empty page.
    init() throws {
        folder = try TemporaryFolder("browser")
        let log = folder.appending("chromedriver.log").string
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw TestFailure("cannot write \(log)")
        }
        driver.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        driver.arguments = ["chromedriver", "--port=0"]
        driver.environment = ProcessInfo.processInfo.environment.merging(
            ["TMPDIR": folder.path.string, "HOME": folder.path.string]) { $1 }
        driver.standardInput = FileHandle.nullDevice
        driver.standardOutput = output
        driver.standardError = output
        try driver.run()
        try output.close()
        var port = ""
        try until("chromedriver says its port") {
            let said = try String(contentsOfFile: log, encoding: .utf8)
            guard let mark = said.range(of: "started successfully on port ") else { return false }
            port = String(said[mark.upperBound...].prefix { $0.isNumber })
            return said[mark.upperBound...].contains(".")
        }
        // As root and in containers Chromium's own sandbox cannot start; it sees nothing but our page.
        let options: [String: Any] = [
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--mute-audio"]
        ]
        let root = "http://127.0.0.1:\(port)/session"
        let session = try Browser.ask(
            "POST", root, ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]])
        guard let id = session["sessionId"].string else {
            throw TestFailure("no browser session: \(session)")
        }
        address = "\(root)/\(id)"
    }

    deinit {
        _ = try? Browser.ask("DELETE", address)
        // Not SIGTERM: it is blocked in programs started from Swift's own threads.
        kill(driver.processIdentifier, SIGKILL)
        try? until("chromedriver is gone", within: 5) { !driver.isRunning }
    }

    /// Opens a page and waits for its scripts.
    func open(_ page: String) throws {
        try Browser.ask("POST", "\(address)/url", ["url": page])
    }

    /// What the body of a function returns in the page.
    @discardableResult
    func value(_ body: String, _ arguments: [Any] = []) throws -> JSON {
        try Browser.ask("POST", "\(address)/execute/sync", ["script": body, "args": arguments])
    }

    /// Waits until an expression holds in the page. `arguments[0]`… are the arguments.
    func wait(for expression: String, _ arguments: [Any] = []) throws {
        try until("the page comes to: \(expression) \(arguments)") {
            try value("return Boolean(\(expression))", arguments).bool == true
        }
    }

    /// Clicks as a person does: where the element is, if nothing covers it. One that is drawn anew between the look
    /// and the click is looked for again.
    func click(_ selector: String) throws {
        do {
            try clickOnce(selector)
        } catch let failure as TestFailure where "\(failure)".contains("stale element") {
            try clickOnce(selector)
        }
    }

    private func clickOnce(_ selector: String) throws {
        let found = try Browser.ask(
            "POST", "\(address)/element", ["using": "css selector", "value": selector])
        guard case .object(let reference) = found, let element = reference.values.first?.string
        else { throw TestFailure("the page has no \(selector)") }
        try Browser.ask("POST", "\(address)/element/\(element)/click", [:])
    }

    /// Presses keys one after the other, wherever the focus is.
    func press(_ keys: String...) throws {
        let actions: [[String: Any]] = keys.flatMap {
            [["type": "keyDown", "value": $0], ["type": "keyUp", "value": $0]]
        }
        try Browser.ask(
            "POST", "\(address)/actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": actions]]])
    }

    /// Types a text, letter by letter, wherever the focus is.
    func type(_ text: String) throws {
        try Browser.ask(
            "POST", "\(address)/actions",
            [
                "actions": [
                    [
                        "type": "key", "id": "keyboard",
                        "actions": text.flatMap {
                            [
                                ["type": "keyDown", "value": "\($0)"],
                                ["type": "keyUp", "value": "\($0)"],
                            ]
                        },
                    ]
                ]
            ])
    }

    /// One command of Chromium's own protocol.
    @discardableResult
    func devtools(_ command: String, _ parameters: [String: Any] = [:]) throws -> JSON {
        try Browser.ask(
            "POST", "\(address)/goog/cdp/execute", ["cmd": command, "params": parameters])
    }

    /// The page as it is seen now, as a PNG.
    func picture() throws -> Data {
        let answer = try Browser.ask("GET", "\(address)/screenshot")
        guard let text = answer.string, let bytes = Data(base64Encoded: text) else {
            throw TestFailure("no picture of the page")
        }
        return bytes
    }

    /// Makes the window so wide and high, its frame with it.
    func resize(width: Int, height: Int) throws {
        try Browser.ask(
            "POST", "\(address)/window/rect", ["width": width, "height": height])
    }

    /// Errors that the browser wrote to its console since the last call: refused by the policy, thrown by scripts.
    func errors() throws -> [String] {
        try Browser.ask("POST", "\(address)/se/log", ["type": "browser"]).array
            .compactMap { $0["message"].string }
    }

    /// One WebDriver command: the `value` of its answer.
    @discardableResult
    private static func ask(
        _ method: String, _ address: String, _ body: [String: Any]? = nil
    ) throws -> JSON {
        var arguments = ["curl", "-sS", "--max-time", "60", "-X", method, address]
        let folder = try TemporaryFolder("asked")
        if let body {
            // A script may be longer than an argument.
            let file = try folder.file("body", try JSONSerialization.data(withJSONObject: body))
            arguments += ["-H", "Content-Type: application/json", "--data-binary", "@\(file)"]
        }
        let result = try run("/usr/bin/env", arguments)
        guard result.status == 0 else { throw TestFailure("chromedriver: \(result.errorText)") }
        let answer = try JSON(result.output)["value"]
        if let error = answer["error"].string {
            throw TestFailure("\(error): \(answer["message"].string ?? "")")
        }
        return answer
    }
}

/// Keys of the WebDriver specification.
enum Key {
    static let down = "\u{E015}"
    static let end = "\u{E010}"
    static let enter = "\u{E007}"
    static let right = "\u{E014}"
    static let tab = "\u{E004}"
    static let escape = "\u{E00C}"
    static let space = " "
}
