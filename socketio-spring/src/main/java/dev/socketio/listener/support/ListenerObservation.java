package dev.socketio.listener.support;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Printable;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;

/**
 * Measures and traces one invocation, the exception handler included. Tags never hold
 * what a client has chosen: events have the name a listener declares, namespaces that of
 * their path template.
 */
final class ListenerObservation {

	/** The name of the observation. */
	static final String NAME = "socketio.listener";

	private static final Logger logger = LoggerFactory.getLogger(ListenerObservation.class);

	private static final String NONE = "none";

	private final ObservationRegistry registry;

	private final Observation observation;

	private ListenerObservation(ObservationRegistry registry, Observation observation) {
		this.registry = registry;
		this.observation = observation;
	}

	/**
	 * Start to observe.
	 * @param registry the registry
	 * @param namespace name or path template of the namespace
	 * @param event the declared name of the event
	 * @param method the listener
	 * @param socket the id of the socket
	 * @return the observation, or {@code null} if it is not observed, or cannot be
	 */
	static @Nullable ListenerObservation start(ObservationRegistry registry, String namespace, String event,
			ListenerMethod method, String socket) {
		if (registry.isNoop()) {
			return null;
		}
		Observation observation = null;
		try {
			// the id of a client of Socket.IO 2 holds the name of the namespace
			observation = Observation.createNotStarted(NAME, registry)
				.contextualName("socketio " + event)
				.lowCardinalityKeyValue("namespace", namespace)
				.lowCardinalityKeyValue("event", event)
				.lowCardinalityKeyValue("listener", method.id())
				.highCardinalityKeyValue("socket.id", Printable.of(socket));
			return new ListenerObservation(registry, observation.start());
		}
		catch (Throwable ex) {
			broken(ex);
			if (observation != null) {
				// handlers that did start wait for the end
				ApplicationCode.run(observation::stop, ListenerObservation::broken);
			}
			return null;
		}
	}

	/** Open a scope, or return {@code null} if that fails. */
	Observation.@Nullable Scope openScope() {
		Observation.Scope previous = this.registry.getCurrentObservationScope();
		try {
			return this.observation.openScope();
		}
		catch (Throwable ex) {
			broken(ex);
			Observation.Scope half = this.registry.getCurrentObservationScope();
			if (half != null && half != previous) {
				close(half, previous);
			}
			return null;
		}
	}

	void closeScope(Observation.Scope scope) {
		close(scope, scope.getPreviousObservationScope());
	}

	/** What follows on this thread must not belong to this observation. */
	private void close(Observation.Scope scope, Observation.@Nullable Scope previous) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			broken(ex);
			this.registry.setCurrentObservationScope(previous);
		}
	}

	/** A failure of an observation does not affect the listener. */
	private static void broken(Throwable error) {
		ApplicationCode.thrown(error, (failure) -> logger.error("A listener could not be observed", failure));
	}

	Context addTo(Context context) {
		return context.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	void stop(Outcome outcome, @Nullable Throwable failure) {
		try {
			this.observation.lowCardinalityKeyValue("outcome", outcome.name());
			this.observation.lowCardinalityKeyValue("exception",
					(failure != null) ? failure.getClass().getSimpleName() : NONE);
			if (failure != null && outcome == Outcome.SERVER_ERROR) {
				error(failure);
			}
			this.observation.stop();
		}
		catch (Throwable ex) {
			broken(ex);
		}
	}

	private void error(Throwable failure) {
		try {
			this.observation.error(failure);
		}
		catch (Throwable ex) {
			broken(ex);
		}
	}

	/**
	 * How an invocation ended.
	 */
	enum Outcome {

		/** The listener returned. */
		SUCCESS,

		/** An exception handler handled a failure. */
		HANDLED,

		/** The client received an error with a status below 500. */
		CLIENT_ERROR,

		/** The client received an error with a status of 500 or above. */
		SERVER_ERROR,

		/** The client left before the listener was called. */
		DROPPED

	}

}
