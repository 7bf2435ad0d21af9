package io.borelog.tools.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/** How to get the estimates as a customer would. */
public interface Subscriptions {
    /** @param onEstimate told of each estimate once. @return to be closed by whoever asked */
    AutoCloseable subscribe(String endpoint, Consumer<JsonNode> onEstimate) throws Exception;
}
