import AudiowatchCore
import SQLiteCatalog

/// A shell script that moves copies to the trash: the user reads it, and starts it or does not.
///
/// It trusts nothing of what is written in it. Right before a copy goes, both files have to be regular files, no
/// links, not one inode, and equal byte for byte; and the kept one has to be there after it, since one disk may be
/// mounted twice. It is POSIX sh with `-ef`, which dash, bash and busybox have.
enum CopyScript {
    /// The script for these copies.
    static func bytes(_ copies: [ChosenCopy]) -> [UInt8] {
        var script = Array(head(copies.count).utf8)
        for copy in copies {
            script += Array("copy ".utf8)
            for bytes in [copy.kept.bytes, copy.path.bytes] {
                script += quoted(bytes) + [UInt8(ascii: " ")]
            }
            script += quoted(Array(TerminalText.escaped(bytes: copy.path.bytes).utf8))
            script.append(UInt8(ascii: "\n"))
        }
        return script + Array(tail.utf8)
    }

    /// Bytes as one word of a shell: in single quotes every byte but the quote stands for itself.
    static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "'")
        var word: [UInt8] = [quote]
        for byte in bytes {
            if byte == quote { word += Array(#"'\'"#.utf8) }
            word.append(byte)
        }
        return word + [quote]
    }

    private static func head(_ number: Int) -> String {
        """
        #!/bin/sh
        # Moves \(number) \(number == 1 ? "copy" : "copies") to the trash, as decided in audiowatch.
        # Each is compared with the file that is kept, byte for byte, right before it goes.
        #   sh audiowatch-copies.sh        does it
        #   sh audiowatch-copies.sh -n     compares, and moves nothing
        set -u
        LC_ALL=C
        export LC_ALL

        moved=0
        left=0
        trial=
        if [ "${1:-}" = -n ]; then trial=1; fi
        if [ -z "$trial" ] && ! command -v gio >/dev/null 2>&1; then
            echo 'gio is missing (Debian: libglib2.0-bin): nothing was moved' >&2
            exit 1
        fi

        leave() {
            left=$((left + 1))
            printf 'left: %s: %s\\n' "$1" "$2" >&2
        }

        # copy KEPT COPY NAME
        copy() {
            if [ -h "$2" ] || [ ! -f "$2" ]; then
                leave "$3" 'no regular file is there'
            elif [ -h "$1" ] || [ ! -f "$1" ]; then
                leave "$3" 'the file to keep is not there'
            elif [ "$1" -ef "$2" ]; then
                leave "$3" 'it is the kept file under another name'
            elif ! cmp -s -- "$1" "$2"; then
                leave "$3" 'its bytes are not those of the kept file'
            elif [ -n "$trial" ]; then
                moved=$((moved + 1))
            elif gio trash -- "$2"; then
                moved=$((moved + 1))
                if [ ! -f "$1" ]; then
                    printf 'stopped: the kept file went with %s: restore it from the trash\\n' "$3" >&2
                    exit 1
                fi
            else
                leave "$3" 'gio could not move it'
            fi
        }


        """
    }

    private static let tail = """

        if [ -n "$trial" ]; then word='would move'; else word=moved; fi
        printf '%s: %d, left: %d\\n' "$word" "$moved" "$left"
        [ "$left" -eq 0 ]

        """
}
