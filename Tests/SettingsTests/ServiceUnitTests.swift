import Settings
import SystemPackage
import Testing

@Suite struct ServiceUnitTests {
    private func lines(_ unit: ServiceUnit, _ key: String) -> [String] {
        unit.text.split(separator: "\n").filter { $0.hasPrefix("\(key)=") }.map(String.init)
    }

    @Test func `paths of any characters stay one word, and mean themselves`() {
        let unit = ServiceUnit(
            program: .init("/opt/my tools/50% \"off\"/audiowatch"),
            arguments: [.init("--config"), .init("/home/$USER/it's \\ mine.toml")],
            folders: [.init("/data/50%"), .init("/b c")])
        #expect(
            lines(unit, "ExecStart") == [
                #"ExecStart="/opt/my tools/50%% \"off\"/audiowatch" "run" "--config" "/home/$$USER/it's \\ mine.toml""#
            ])
        #expect(lines(unit, "ReadWritePaths") == [#"ReadWritePaths="/data/50%%" "/b c""#])
    }

    @Test func `the shipped one keeps to the standard places of whoever uses it`() {
        let unit = ServiceUnit.standard
        #expect(lines(unit, "ExecStart") == [#"ExecStart="%h/.local/bin/audiowatch" "run""#])
        #expect(lines(unit, "ReadWritePaths")[0].contains("\"%h/.local/share/audiowatch\""))
        #expect(lines(unit, "Type") == ["Type=notify"])
        #expect(unit.text.hasPrefix(ServiceUnit.mark))
    }
}
