package dev.socketio.listener.support;

import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;

/**
 * The things that all listeners of an application share.
 *
 * @param options limits and defaults
 * @param executor runs listeners that may block
 * @param clientContexts whether calls have a {@link ClientContext}
 * @param observations observes invocations
 * @param rejections logs what executors reject
 * @param drain counts the listeners that the shutdown waits for
 */
record ListenerEnvironment(ListenerOptions options, Executor executor, boolean clientContexts,
		ObservationRegistry observations, RejectionLog rejections, ListenerDrain drain) {

}
