import Testing

@Suite struct LayersTests {
    @Test func `every import stays below its own layer`() throws {
        for path in try Repository.swiftFiles(below: "Sources") {
            let target = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
            var violations = Layers.violations(in: try Repository.text(path), of: target)
            // Unicode normalisation is Foundation's; these files of the core need nothing else of it.
            if [
                "Sources/AudiowatchCore/FoldedText.swift",
                "Sources/AudiowatchCore/Search/SearchedText.swift",
            ].contains(path) {
                violations.removeAll { $0 == "AudiowatchCore must not import Foundation" }
            }
            #expect(violations.isEmpty, "\(path): \(violations.joined(separator: ", "))")
        }
    }

    @Test func `the layers themselves are in order`() {
        var below: Set<String> = []
        for target in Layers.targets {
            #expect(target.own.isSubset(of: below), "\(target.name)")
            below.insert(target.name)
        }
    }

    @Test func `a module behind one target stays there`() {
        let owners = [
            "GRDB": ["SQLiteCatalog"], "TOMLKit": ["Settings"], "CInotify": ["InotifyWatch"],
            "CFFmpeg": ["audiowatch-probe"], "CSandbox": ["audiowatch-probe"],
            "CTray": ["audiowatch-tray"],
            "ArgumentParser": ["Commands"],
            "Hummingbird": ["HTTPDashboard"], "NIOCore": ["HTTPDashboard"],
        ]
        for (module, names) in owners {
            let found = Layers.targets.filter { $0.foreign.contains(module) }.map(\.name)
            #expect(found == names, "\(module)")
        }
    }

    @Test func `a planted import is found, however it is written`() {
        let planted = """
            import AudiowatchCore
            public import GRDB
            @testable import Indexer
            internal import struct Hummingbird.Router
            @_exported @preconcurrency public import TOMLKit
            import Glibc; import Foundation
            /* a comment */ import class Daemon.Whole
            #if canImport(CFFmpeg)
            \tfileprivate import CFFmpeg
            #endif
            import Foundation.NSObject
            """
        #expect(
            Layers.violations(in: planted, of: "AudiowatchCore")
                == [
                    "AudiowatchCore", "GRDB", "Indexer", "Hummingbird", "TOMLKit", "Foundation",
                    "Daemon", "CFFmpeg", "Foundation",
                ].map { "AudiowatchCore must not import \($0)" })
        #expect(
            Layers.violations(in: "", of: "NewTarget") == ["target NewTarget stands in no layer"])
        #expect(
            Layers.violations(in: "import HTTPDashboard", of: "Indexer")
                == ["Indexer must not import HTTPDashboard"])
        #expect(
            Layers.violations(in: "import Foundation", of: "audiowatch-probe")
                == ["audiowatch-probe must not import Foundation"])
    }

    @Test func `what only looks like an import is none`() {
        let text = #"""
            // import GRDB
            /* import GRDB
               /* nested */
               import GRDB */
            let a = """
                import GRDB
                """
            let b = "\"; import GRDB"
            let important = 1
            func import_() {}
            """#
        #expect(Imports.modules(in: text).isEmpty)
    }
}
