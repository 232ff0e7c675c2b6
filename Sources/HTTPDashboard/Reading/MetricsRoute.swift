import AudiowatchCore
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// `/metrics`: the status in numbers, as Prometheus reads them. Source: its text exposition format 0.0.4.
func addMetricsRoute(
    to router: Router<DashboardContext>, _ control: DaemonControl, _ hub: EventHub
) {
    router.only(.get, "/metrics") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        let text = MetricsText(try await control.status(), hub).text
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// Lines of `# HELP`, `# TYPE` and samples.
struct MetricsText {
    private(set) var text = ""

    init(_ report: StatusReport, _ hub: EventHub) {
        func each(_ value: (SourceStatus) -> Double) -> [Sample] {
            report.sources.map { Sample([("source", $0.name)], value($0)) }
        }
        func one(_ value: Double) -> [Sample] { [Sample([], value)] }
        add("start_time_seconds", "gauge", "Start of the daemon.", one(report.startedAt ?? 0))
        add("files", "gauge", "Present files.", each { Double($0.files) })
        add("bytes", "gauge", "Bytes of present files.", each { Double($0.bytes) })
        add("deleted_files", "gauge", "Rows marked deleted.", each { Double($0.deleted) })
        add(
            "source_up", "gauge", "1 where a source is seen and fully watched.",
            each { $0.state == "online" ? 1 : 0 })
        add(
            "unwatched_directories", "gauge", "Directories without a watch.",
            each { Double($0.unwatchedDirectories) })
        add("contents", "gauge", "Distinct contents.", one(Double(report.contents)))
        add("problems", "gauge", "Files and sources with a problem.", one(Double(report.problems)))
        add("jobs_waiting", "gauge", "Files to be examined.", one(Double(report.jobs.waiting)))
        add("jobs_running", "gauge", "Files being examined.", one(Double(report.jobs.running)))
        add(
            "files_settling", "gauge", "Files that may still be being written.",
            one(Double(report.jobs.settling)))
        add(
            "files_opened_total", "counter", "Files opened for reading.",
            one(Double(report.helpers.opened)))
        add("probes_total", "counter", "Files probed.", one(Double(report.helpers.probes)))
        add("jobs_per_second", "gauge", "Files examined a second.", one(report.queue.ratePerSecond))
        add("watches", "gauge", "Watches in use.", one(Double(report.watches.watched)))
        add("watches_limit", "gauge", "Watches allowed.", one(Double(report.watches.limit)))
        add(
            "overflows_total", "counter", "Times the kernel dropped changes.",
            one(Double(report.overflows)))
        add(
            "directories_listed_total", "counter", "Directories listed, by cause.",
            report.sources.flatMap { source in
                ListingCause.allCases.map { cause in
                    Sample(
                        [("source", source.name), ("cause", cause.rawValue)],
                        Double(source.listings[cause.rawValue] ?? 0))
                }
            })
        add(
            "helper_restarts_total", "counter", "Probe helpers started anew.",
            one(Double(report.helpers.restarts)))
        add("paused", "gauge", "1 while paused.", one(report.isPaused ? 1 : 0))
        add("events_total", "counter", "Events since the start.", one(Double(hub.last)))
        add("event_streams", "gauge", "Pages that listen.", one(Double(hub.streams)))
    }

    private struct Sample {
        let labels: [(name: String, value: String)]
        let value: Double

        init(_ labels: [(name: String, value: String)], _ value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    private mutating func add(
        _ name: String, _ type: String, _ help: String, _ samples: [Sample]
    ) {
        text += "# HELP audiowatch_\(name) \(help)\n# TYPE audiowatch_\(name) \(type)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
                .joined(separator: ",")
            text +=
                "audiowatch_\(name)\(labels.isEmpty ? "" : "{\(labels)}") "
                + "\(Self.number(sample.value))\n"
        }
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
