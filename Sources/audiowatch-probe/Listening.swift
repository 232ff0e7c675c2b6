import CFFmpeg
import Glibc
import ProbeWire

/// Answers requests for stretches of sound; the last sound stays open, so that the next stretch goes on from it.
final class Listening {
    private var decoder: SoundDecoder?
    private var sound: UInt64 = 0

    /// Decodes what is asked for. Owns the descriptor. Never fails: what is wrong stands in the answer.
    func answer(_ request: StretchRequest, _ descriptor: CInt) -> StretchAnswer {
        do {
            let decoder = try decoder(request, descriptor)
            let bytes = try PCMBytes.of(request, decoder)
            return StretchAnswer(id: request.id, bytes: bytes)
        } catch {
            decoder = nil
            return StretchAnswer(id: request.id, bytes: [], reason: error.reason)
        }
    }

    private func decoder(
        _ request: StretchRequest, _ descriptor: CInt
    ) throws(SoundDecoder.Failure) -> SoundDecoder {
        if let decoder, sound == request.sound {
            close(descriptor)
            return decoder
        }
        decoder = nil
        let fresh = try SoundDecoder(request, descriptor)
        (decoder, sound) = (fresh, request.sound)
        return fresh
    }
}
