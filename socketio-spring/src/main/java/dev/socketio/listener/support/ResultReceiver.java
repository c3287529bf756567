package dev.socketio.listener.support;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Receives the result of a call, exactly once, on any thread.
 */
interface ResultReceiver {

	/** There is no value. */
	void succeeded();

	void succeeded(@Nullable Object value);

	void failed(Throwable error);

	/** Set the action that cancels a result of several elements. */
	void cancellable(Runnable action);

	/** Whether values are needed. */
	boolean isValueWanted();

	/** How many elements a value may have. */
	int maxElements();

	Context currentContext();

}
