package io.creel.servers.http;

/** What a service counts. Written by its worker with plain writes; any thread may read, and may see older numbers. */
public final class HttpCounters {
    private final long[] answers = new long[6];
    private final long[] refusals = new long[HttpRefusal.values().length];
    long requests;
    long idleClosed;
    long cut;
    long handlerFailures;
    long abandoned;
    long bodyBytesReceived;
    long bodyBytesSent;
    long turnsGivenUp;

    HttpCounters() {
    }

    void countAnswer(int status) {
        answers[status / 100]++;
    }

    void count(HttpRefusal refusal) {
        refusals[refusal.ordinal()]++;
    }

    /** {@return how many requests a handler was asked to answer} */
    public long requests() {
        return requests;
    }

    /**
     * {@return how many answers had a status of this class}
     *
     * @param hundreds
     *            1 to 5
     */
    public long answers(int hundreds) {
        return answers[hundreds];
    }

    /**
     * {@return how many requests were refused for this reason}
     *
     * @param refusal
     *            the reason
     */
    public long refused(HttpRefusal refusal) {
        return refusals[refusal.ordinal()];
    }

    /** {@return how many connections were closed because they were silent between two requests} */
    public long idleClosed() {
        return idleClosed;
    }

    /** {@return how many connections the client ended within a request line or its fields} */
    public long cut() {
        return cut;
    }

    /** {@return how many requests failed by an exception of the handler} */
    public long handlerFailures() {
        return handlerFailures;
    }

    /** {@return how many answers a handler gave up within their body} */
    public long abandoned() {
        return abandoned;
    }

    /** {@return how many bytes of bodies came, without their framing} */
    public long bodyBytesReceived() {
        return bodyBytesReceived;
    }

    /** {@return how many bytes of bodies were answered, without their framing} */
    public long bodyBytesSent() {
        return bodyBytesSent;
    }

    /** {@return how often a connection with many requests at once let others go first} */
    public long turnsGivenUp() {
        return turnsGivenUp;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("requests=").append(requests);
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            if (answers[hundreds] > 0) {
                text.append(", answers").append(hundreds).append("xx=").append(answers[hundreds]);
            }
        }
        for (HttpRefusal refusal : HttpRefusal.values()) {
            if (refused(refusal) > 0) {
                text.append(", ").append(refusal).append('=').append(refused(refusal));
            }
        }
        return text.append(", idleClosed=").append(idleClosed).append(", cut=").append(cut)
                .append(", handlerFailures=").append(handlerFailures).append(", abandoned=").append(abandoned)
                .append(", bodyBytesReceived=")
                .append(bodyBytesReceived).append(", bodyBytesSent=").append(bodyBytesSent).toString();
    }
}
