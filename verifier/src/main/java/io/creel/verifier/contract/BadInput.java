package io.creel.verifier.contract;

/** Something that the verifier was given cannot be used. The message is one sentence and begins with a code. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    public BadInput(String code, String message) {
        super("error[" + code + "]: " + message.replaceAll("\\p{Cntrl}", "?")); // names of a damaged file
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}
