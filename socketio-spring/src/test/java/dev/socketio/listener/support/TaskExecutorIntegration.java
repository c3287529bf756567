package dev.socketio.listener.support;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Listeners that may block are handed to a thread pool, whose queue has a lock that is
 * held for a moment.
 */
public class TaskExecutorIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute");
	}

}
