package dev.socketio.listener.support;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Learns what came out of a call, exactly once, on whatever thread it came out.
 */
interface ResultReceiver {

	/** There is no value. */
	void succeeded();

	void succeeded(@Nullable Object value);

	void failed(Throwable error);

	/** How to give up a result that consists of several elements. */
	void cancellable(Runnable action);

	/** Whether values are of any use. */
	boolean isValueWanted();

	/** How many elements a value may have. */
	int maxElements();

	Context currentContext();

}
