package io.borelog.correlate.payload;

/**
 * Unwinds {@link JsonCursor} out of bytes that are no JSON; never leaves this package. It says nothing: {@link JsonReferee} finds
 * the words.
 */
final class NotJsonException extends Exception {

    static final NotJsonException INSTANCE = new NotJsonException();

    private NotJsonException() {
        super("not JSON", null, false, false);
    }
}
