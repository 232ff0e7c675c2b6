extension Topic {
    /// The page from another machine.
    static let remote = Topic(
        "remote", "the page from another machine",
        Block.blocks(
            """
            # Over SSH

            Nothing to set, nothing to open: the page comes through the tunnel, and only you can use it.

              ssh -L 8787:127.0.0.1:8787 studio
              xdg-open http://localhost:8787/

            # In the local network

            Another address than this machine's own needs a token; without one the daemon refuses to start.

              audiowatch token new

            It prints the address that opens the page, the token behind the #, and what to write into the configuration:

              [server]
              bind = "0.0.0.0"
              token_file = "~/.config/audiowatch/token"
              allowed_hosts = ["studio.local"]

            The page takes the token once and keeps a cookie. Names under which it may be opened, besides localhost and
            addresses, stand in allowed_hosts: without that a page elsewhere could have your browser ask yours. The
            connection is not encrypted: in a network that is not yours use SSH, or a proxy that speaks TLS.

            Programs send the token with each request:

              curl -H "Authorization: Bearer $(cat ~/.config/audiowatch/token)" http://studio.local:8787/api/status

            # On a server without a desktop

            `audiowatch open` prints the address there. Showing a file in the file manager is for clients on the machine
            itself. The database belongs on a disk of that machine, not on a network share.
            """))
}
