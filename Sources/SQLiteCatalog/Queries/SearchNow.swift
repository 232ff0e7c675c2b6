public import AudiowatchCore
import Glibc

extension SearchMoment {
    /// This moment by the wall clock, where this machine's local time is.
    public static func now() -> SearchMoment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var local = tm()
        localtime_r(&time.tv_sec, &local)
        return SearchMoment(
            now: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9,
            offset: Double(local.tm_gmtoff))
    }
}
