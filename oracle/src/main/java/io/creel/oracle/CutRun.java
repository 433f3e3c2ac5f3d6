package io.creel.oracle;

/** Ends a run that makes more choices than allowed. Such a run proves nothing, and is counted. */
final class CutRun extends Error {
    private static final long serialVersionUID = 1;

    CutRun() {
        super("run is cut", null, false, false);
    }
}
