package io.creel.servers.http;

/** The reason phrases of status codes (RFC 9110, section 15). */
final class HttpStatus {
    private HttpStatus() {
    }

    static String phrase(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Unnamed"; // the phrase has no meaning (RFC 9112, section 4)
        };
    }

    /** RFC 9112, section 6.3: these have no body, whatever their fields say. */
    static boolean hasNoBody(int status) {
        return status < 200 || status == 204 || status == 304;
    }
}
