package dev.socketio.listener.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;
import dev.socketio.server.Ack;
import dev.socketio.server.Socket;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fails at every place where code of an application is called for an event.
 */
class FailingListener {

	/** The ids of sockets whose disconnect listener was called. */
	final Queue<String> left = new ConcurrentLinkedQueue<>();

	@SocketEventListener("fine")
	void fine() {
	}

	@SocketDisconnectListener
	void disconnected(Socket socket) {
		this.left.add(socket.id());
	}

	// methods

	@SocketEventListener("blocking")
	String blocking(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener(event = "loop", execution = Execution.EVENT_LOOP)
	String loop(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener(event = "concurrent", concurrency = Concurrency.CONCURRENT)
	String concurrent(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener("ack-parameter")
	void ackParameter(Failure failure, Ack ack) {
		failure.raise();
	}

	// publishers

	@SocketEventListener("mono-assembly")
	Mono<String> monoAssembly(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener("mono-subscription")
	Mono<String> monoSubscription(Failure failure) {
		return Mono.just("value").doOnSubscribe((subscription) -> failure.raise());
	}

	@SocketEventListener("mono-operator")
	Mono<String> monoOperator(Failure failure) {
		return Mono.just("value").hide().<String>map((value) -> failure.raise());
	}

	@SocketEventListener("mono-late")
	Mono<String> monoLate(Failure failure) {
		return Mono.create((sink) -> onAnotherThread(() -> sink.error(failure.create())));
	}

	@SocketEventListener(event = "mono-blocking", execution = Execution.BLOCKING)
	Mono<String> monoBlocking(Failure failure) {
		return monoSubscription(failure);
	}

	@SocketEventListener("flux-assembly")
	Flux<String> fluxAssembly(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener("flux-subscription")
	Flux<String> fluxSubscription(Failure failure) {
		return Flux.just("a", "b").doOnSubscribe((subscription) -> failure.raise());
	}

	@SocketEventListener("flux-operator")
	Flux<String> fluxOperator(Failure failure) {
		return Flux.just("a", "b").map((value) -> value.equals("b") ? failure.raise() : value);
	}

	@SocketEventListener("flux-late")
	Flux<String> fluxLate(Failure failure) {
		return Flux.create((sink) -> onAnotherThread(() -> {
			sink.next("a");
			sink.error(failure.create());
		}));
	}

	@SocketEventListener("flux-cancel")
	Flux<String> fluxCancel(Failure failure) {
		// more elements than an acknowledgement holds
		return Flux.just("a", "b", "c", "d", "e").doOnCancel(failure::raise);
	}

	// futures and streams

	@SocketEventListener("future-assembly")
	CompletionStage<String> futureAssembly(Failure failure) {
		return failure.raise();
	}

	@SocketEventListener("future-failed")
	CompletionStage<String> futureFailed(Failure failure) {
		return CompletableFuture.failedFuture(failure.create());
	}

	@SocketEventListener("future-late")
	CompletionStage<String> futureLate(Failure failure) {
		return CompletableFuture.supplyAsync(failure::raise,
				CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
	}

	@SocketEventListener("future-registration")
	CompletionStage<String> futureRegistration(Failure failure) {
		return new CompletableFuture<>() {

			@Override
			public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
				return failure.raise();
			}

		};
	}

	@SocketEventListener("stream-element")
	Stream<String> streamElement(Failure failure) {
		return Stream.of("a").map((value) -> failure.raise());
	}

	@SocketEventListener("stream-close")
	Stream<String> streamClose(Failure failure) {
		return Stream.of("a").onClose(failure::raise);
	}

	// arguments

	@SocketEventListener("argument-resolver")
	void argumentResolver(Resolved argument) {
	}

	@SocketEventListener("argument-creator")
	void argumentCreator(Created argument) {
	}

	@SocketEventListener("argument-validator")
	void argumentValidator(@Broken Failure failure) {
	}

	// results

	@SocketEventListener("value-writer")
	Object valueWriter(Failure failure) {
		return new Unwritable(failure);
	}

	@SocketEventListener("value-writer-mono")
	Mono<Object> valueWriterMono(Failure failure) {
		return Mono.<Object>just(new Unwritable(failure)).hide();
	}

	@SocketEventListener("value-writer-late")
	Mono<Object> valueWriterLate(Failure failure) {
		return Mono.<Object>just(new Unwritable(failure)).publishOn(Schedulers.parallel());
	}

	@SocketEventListener("value-writer-flux")
	Flux<Object> valueWriterFlux(Failure failure) {
		return Flux.just(new Unwritable(failure), "b");
	}

	@SocketEventListener("value-writer-ack")
	void valueWriterAck(Failure failure, Ack ack) {
		ack.send(new Unwritable(failure));
	}

	// exception handlers

	@SocketEventListener("handler-blocking")
	void handlerBlocking(Failure failure) {
		throw new BlockingHandlerException(failure);
	}

	@SocketExceptionHandler
	String handle(BlockingHandlerException ex) {
		return ex.failure.raise();
	}

	@SocketEventListener("handler-assembly")
	Mono<String> handlerAssembly(Failure failure) {
		return Mono.error(new AssemblyHandlerException(failure));
	}

	@SocketExceptionHandler
	Mono<String> handle(AssemblyHandlerException ex) {
		return ex.failure.raise();
	}

	@SocketEventListener("handler-late")
	Mono<String> handlerLate(Failure failure) {
		return Mono.<String>error(new LateHandlerException(failure)).publishOn(Schedulers.parallel());
	}

	@SocketExceptionHandler
	Mono<String> handle(LateHandlerException ex) {
		return monoLate(ex.failure);
	}

	@SocketEventListener("handler-value")
	void handlerValue(Failure failure) {
		throw new ValueHandlerException(failure);
	}

	@SocketExceptionHandler
	SocketError handle(ValueHandlerException ex) {
		return new SocketError(400, "bad", "bad", List.of(new Unwritable(ex.failure)));
	}

	@SocketEventListener("advice")
	void advice(Failure failure) {
		throw new AdviceException(failure);
	}

	// failures that cannot be told

	@SocketEventListener("failure-message")
	void failureMessage(Failure failure) {
		throw new SilentException(failure);
	}

	@SocketEventListener("failure-cause")
	void failureCause(Failure failure) {
		throw new GroundlessException(failure);
	}

	/** A thread without a handler of its own. */
	private static void onAnotherThread(Runnable task) {
		new Thread(task, "late").start();
	}

	@SocketListenerAdvice
	static class Advice {

		@SocketExceptionHandler
		String handle(AdviceException ex) {
			return ex.failure.raise();
		}

	}

	/** A bean that is created for each call. */
	static class UnreachableListener {

		static volatile Failure failure;

		UnreachableListener() {
			if (failure != null) {
				failure.raise();
			}
		}

		@SocketEventListener("bean")
		void bean() {
		}

	}

	static class Resolver implements SocketArgumentResolver {

		@Override
		public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
			return (parameter.type() != Resolved.class) ? null
					: (invocation) -> invocation.arguments().get(0, Failure.class).raise();
		}

	}

	record Resolved() {

	}

	static class Created {

		@JsonCreator
		static Created of(Failure failure) {
			return failure.raise();
		}

	}

	static class Unwritable {

		private final Failure failure;

		Unwritable(Failure failure) {
			this.failure = failure;
		}

		public String getValue() {
			return this.failure.raise();
		}

	}

	@Documented
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = BrokenValidator.class)
	@interface Broken {

		String message() default "broken";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	static class BrokenValidator implements ConstraintValidator<Broken, Failure> {

		@Override
		public boolean isValid(Failure failure, ConstraintValidatorContext context) {
			return failure.raise();
		}

	}

	abstract static class FailureException extends RuntimeException {

		final transient Failure failure;

		FailureException(Failure failure) {
			this.failure = failure;
		}

	}

	static class BlockingHandlerException extends FailureException {

		BlockingHandlerException(Failure failure) {
			super(failure);
		}

	}

	static class AssemblyHandlerException extends FailureException {

		AssemblyHandlerException(Failure failure) {
			super(failure);
		}

	}

	static class LateHandlerException extends FailureException {

		LateHandlerException(Failure failure) {
			super(failure);
		}

	}

	static class ValueHandlerException extends FailureException {

		ValueHandlerException(Failure failure) {
			super(failure);
		}

	}

	static class AdviceException extends FailureException {

		AdviceException(Failure failure) {
			super(failure);
		}

	}

	static class SilentException extends FailureException {

		SilentException(Failure failure) {
			super(failure);
		}

		@Override
		public String getMessage() {
			return this.failure.raise();
		}

	}

	static class GroundlessException extends FailureException {

		GroundlessException(Failure failure) {
			super(failure);
		}

		@Override
		public synchronized Throwable getCause() {
			return this.failure.raise();
		}

	}

}
