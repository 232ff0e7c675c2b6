import Foundation
import Testing

/// The files of the page, as they stand in the sources.
@Suite struct PageTests {
    private let folder = Repository.root.appendingPathComponent("Sources/CDashboardAssets")

    private func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("page"), includingPropertiesForKeys: nil)
    }

    @Test func `Every file of the page is embedded and has its line in the table`() throws {
        let table = try String(
            contentsOf: folder.appendingPathComponent("CDashboardAssets.c"), encoding: .utf8)
        let names = try files().map(\.lastPathComponent)
        #expect(names.contains("index.html"))
        for name in names {
            let array = name.replacing(".", with: "_")
            #expect(table.contains("\(array)[] = {\n#embed \"page/\(name)\"\n"), "\(name)")
            #expect(table.contains("ASSET(\"\(name)\", "), "\(name)")
        }
        #expect(table.components(separatedBy: "\n#embed \"page/").count - 1 == names.count)
    }

    @Test func `The whole page is at most 250 KB, as it is written`() throws {
        let bytes = try files().map { try Data(contentsOf: $0).count }.reduce(0, +)
        #expect(bytes > 10_000 && bytes <= 250_000, "\(bytes) bytes")
    }

    @Test func `Every module that the page begins with is asked for at once`() throws {
        let texts = Dictionary(
            uniqueKeysWithValues: try files().map {
                ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
            })
        var needed: Set<String> = []
        var next = ["app.js"]
        while let name = next.popLast() {
            guard needed.insert(name).inserted, let text = texts[name] else { continue }
            next += text.matches(of: /\n(?:import|export) [^\n]*from "\.\/([a-z]+\.js)"/).map {
                String($0.1)
            }
        }
        let front = try #require(texts["index.html"])
        let preloaded = front.matches(of: /rel="modulepreload" href="\/assets\/([a-z]+\.js)"/)
            .map { String($0.1) }
        #expect(needed.count > 10)
        #expect(Set(preloaded) == needed)
        #expect(preloaded.count == needed.count)
    }

    @Test func `A module that takes its words from texts.js has no sentence of its own`() throws {
        var found = 0
        for file in try files() where file.pathExtension == "js" {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard text.contains("from \"./texts.js\"") else { continue }
            found += 1
            for line in text.split(separator: "\n") {
                let code = line.trimmingCharacters(in: .whitespaces)
                // Comments, selectors of elements, and commands, which are no language.
                guard !code.hasPrefix("//"), !code.hasPrefix("*"), !code.hasPrefix("/*"),
                    !code.contains("querySelector"), !code.contains(".closest("),
                    !code.contains("matchMedia"),
                    !code.contains("\"audiowatch ")
                else { continue }
                let literals = code.replacing(/\/\*.*?\*\//, with: "")
                    .matches(of: /"[^"]*"|`[^`]*`/)
                    .map { $0.output.replacing(/\$\{[^}]*\}/, with: "") }
                let words = literals.filter { $0.contains(/[a-z]{2,}[,.:;]? [a-z]{2,}/) }
                let label = code.firstMatch(of: /(?:"aria-label"|title|placeholder): ["`]/)
                #expect(words == [] && label == nil, "\(file.lastPathComponent): \(code)")
            }
        }
        #expect(found > 20)
    }

    @Test func `Nothing becomes markup, and nothing is written into the page`() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(",
            "new Function", "http://", "https://",
        ]
        for file in try files() {
            let text = try String(contentsOf: file, encoding: .utf8)
                // An SVG's name of its own language is no address that is asked.
                .replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
            for word in forbidden {
                #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
            }
            guard file.pathExtension == "html" else { continue }
            for word in ["<style", " style=", " onclick=", " onload="] {
                #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
            }
            // Every script is a file.
            #expect(
                text.components(separatedBy: "<script").count
                    == text.components(separatedBy: "<script type=\"module\" src=").count)
        }
    }
}
