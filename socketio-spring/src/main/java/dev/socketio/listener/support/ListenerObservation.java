package dev.socketio.listener.support;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Measures and traces one invocation, the exception handler included. Tags never hold
 * what a client has chosen: events have the name a listener declares, namespaces that of
 * their path template.
 */
final class ListenerObservation {

	/** The name of the observation. */
	static final String NAME = "socketio.listener";

	private static final String NONE = "none";

	private final Observation observation;

	private ListenerObservation(Observation observation) {
		this.observation = observation;
	}

	/**
	 * Start to observe.
	 * @param registry the registry
	 * @param namespace name or path template of the namespace
	 * @param event the declared name of the event
	 * @param method the listener
	 * @param socket the id of the socket
	 * @return the observation, or {@code null} if nobody observes
	 */
	static @Nullable ListenerObservation start(ObservationRegistry registry, String namespace, String event,
			ListenerMethod method, String socket) {
		if (registry.isNoop()) {
			return null;
		}
		return new ListenerObservation(Observation.createNotStarted(NAME, registry)
			.contextualName("socketio " + event)
			.lowCardinalityKeyValue("namespace", namespace)
			.lowCardinalityKeyValue("event", event)
			.lowCardinalityKeyValue("listener", method.id())
			.highCardinalityKeyValue("socket.id", socket)
			.start());
	}

	Observation.Scope openScope() {
		return this.observation.openScope();
	}

	Context addTo(Context context) {
		return context.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	void stop(Outcome outcome, @Nullable Throwable failure) {
		this.observation.lowCardinalityKeyValue("outcome", outcome.name());
		this.observation.lowCardinalityKeyValue("exception",
				(failure != null) ? failure.getClass().getSimpleName() : NONE);
		if (failure != null && outcome == Outcome.SERVER_ERROR) {
			this.observation.error(failure);
		}
		this.observation.stop();
	}

	/**
	 * How an invocation ended.
	 */
	enum Outcome {

		/** The listener returned. */
		SUCCESS,

		/** An exception handler took care of a failure. */
		HANDLED,

		/** The client was told that it made a mistake. */
		CLIENT_ERROR,

		/** The client was told that something went wrong. */
		SERVER_ERROR

	}

}
