import CInotify
import Testing

@testable import InotifyWatch

/// Faults put in for tests: absent unless asked for, and only news is lost.
@Suite struct WatchFaultTests {
    @Test(arguments: [[:], ["AUDIOWATCH_FAULT_DROP_EVENTS": "0"], [WatchFaults.variable: "-3"]])
    func `Without a number above 0 nothing is dropped and nothing is said`(
        environment: [String: String]
    ) {
        let faults = WatchFaults(environment: environment)
        #expect(faults.isSilent)
        #expect(faults.warning == nil)
    }

    @Test func `What is asked for is dropped, and the log says so`() {
        let faults = WatchFaults(environment: ["AUDIOWATCH_FAULT_DROP_EVENTS": "1"])
        let news = RawEvent(watch: 1, mask: UInt32(IN_CLOSE_WRITE))
        let cookie = RawEvent(watch: 9, mask: UInt32(IN_CREATE))
        let overflow = RawEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW))
        let end = RawEvent(watch: 1, mask: UInt32(IN_IGNORED))
        #expect(faults.kept([news, cookie, overflow, end], 9) == [cookie, overflow, end])
        #expect(faults.warning?.contains("AUDIOWATCH_FAULT_DROP_EVENTS") == true)
    }
}
