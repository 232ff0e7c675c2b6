import AudiowatchCore
import Hummingbird

/// Who plays through the sound cards of the machine that the page is heard on: known where that is this one.
func addSoundCardRoute(to router: Router<DashboardContext>, _ control: DaemonControl) {
    router.only(.get, "/api/sound-cards") { request, context in
        _ = try QueryParameters(request, knowing: [])
        guard context.isOnThisMachine else {
            return try JSONBody.response(SoundCardReport(holders: []))
        }
        return try JSONBody.response(await control.soundCards())
    }
}
