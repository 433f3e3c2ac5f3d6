package io.creel.cli.bridge;

/** The error numbers of Linux that the bridge answers with. */
enum LinuxError {
    EIO(5), EBADF(9), EAGAIN(11), EFAULT(14), EINVAL(22), EMFILE(24), ENOTTY(25), EPIPE(32), ENOSYS(38), ENOTSOCK(
            88), EDESTADDRREQ(89), EMSGSIZE(90), ENOPROTOOPT(92), EPROTONOSUPPORT(93), ESOCKTNOSUPPORT(
                    94), EOPNOTSUPP(95), EAFNOSUPPORT(97), EADDRINUSE(98), EADDRNOTAVAIL(99), ENETUNREACH(
                            101), ECONNABORTED(103), ECONNRESET(104), ENOBUFS(105), EISCONN(106), ENOTCONN(
                                    107), ETIMEDOUT(110), ECONNREFUSED(
                                            111), EHOSTUNREACH(113), EALREADY(114), EINPROGRESS(115), ENOENT(2);

    private final int number;

    LinuxError(int number) {
        this.number = number;
    }

    /** Of Linux, on all machines that this project runs on. */
    int number() {
        return number;
    }
}
