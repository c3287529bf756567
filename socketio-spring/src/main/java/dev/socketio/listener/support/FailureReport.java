package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Printable;
import dev.socketio.listener.MissingArgumentException;
import dev.socketio.listener.SocketError;
import dev.socketio.protocol.ArgumentConversionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Describes failures that no exception handler handles, for clients and for the log.
 */
final class FailureReport {

	private static final Logger logger = LoggerFactory.getLogger(FailureReport.class);

	private static final boolean SECURITY = ClassUtils
		.isPresent("org.springframework.security.access.AccessDeniedException", FailureReport.class.getClassLoader());

	private static final boolean VALIDATION = ClassUtils.isPresent("jakarta.validation.ConstraintViolationException",
			FailureReport.class.getClassLoader());

	static final SocketError INTERNAL = SocketError.of(500, "internal_error", "The event could not be handled");

	private FailureReport() {
	}

	/** The failure without the wrappers that publishers and futures put around it. */
	static Throwable unwrap(Throwable error) {
		try {
			Throwable failure = Exceptions.unwrap(error);
			while (failure instanceof CompletionException && failure.getCause() != null) {
				failure = failure.getCause();
			}
			return failure;
		}
		catch (Throwable ex) {
			// a class of the application that cannot say what it was caused by
			return error;
		}
	}

	/** Describe a failure; one that cannot be described is an internal error. */
	static SocketError describe(Throwable failure, boolean includeMessage) {
		try {
			return describeByType(failure, includeMessage);
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(ex, (error) -> logger.error("A failure could not be described", error));
			return INTERNAL;
		}
	}

	private static SocketError describeByType(Throwable failure, boolean includeMessage) {
		if (failure instanceof ArgumentConversionException conversion) {
			return badArgument("invalid_argument", conversion.index(), "has the wrong type");
		}
		if (failure instanceof MissingArgumentException missing) {
			return badArgument("missing_argument", missing.index(), "is missing");
		}
		if (failure instanceof MethodValidationException validation && !validation.isForReturnValue()) {
			return invalid(violations(validation));
		}
		if (VALIDATION && ConstraintViolations.isPresentIn(failure)) {
			return invalid(ConstraintViolations.details(failure));
		}
		SocketError denied = SECURITY ? SecurityErrors.describe(failure) : null;
		return (denied != null) ? denied : describeByStatus(failure, includeMessage);
	}

	private static SocketError describeByStatus(Throwable failure, boolean includeMessage) {
		if (failure instanceof ErrorResponse response) {
			return withStatus(response.getStatusCode(), response.getBody().getDetail());
		}
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(), ResponseStatus.class);
		if (status != null) {
			return withStatus(status.code(), status.reason());
		}
		if (failure instanceof RejectedExecutionException) {
			return withStatus(HttpStatus.SERVICE_UNAVAILABLE, null);
		}
		String message = includeMessage ? failure.getMessage() : null;
		return (message != null) ? SocketError.of(INTERNAL.status(), INTERNAL.code(), message) : INTERNAL;
	}

	static void log(Invocation invocation, SocketError error, Throwable failure, RejectionLog rejections) {
		if (failure instanceof RejectedExecutionException && !error.isClientError()) {
			rejections.rejected(invocation, failure);
			return;
		}
		String name = failure.getClass().getName();
		ApplicationCode.run(() -> {
			if (!error.isClientError()) {
				logger.error("Failed to call {}", invocation, failure);
			}
			else if (!invocation.ack().isRequested()) {
				logger.warn("Failed to call {}: {}: {}", invocation, name, Printable.of(failure.getMessage()));
			}
			else if (logger.isDebugEnabled()) {
				logger.debug("Failed to call {}: {}: {}", invocation, name, Printable.of(failure.getMessage()));
			}
		}, (broken) -> logger.error("Failed to call {}: {}, which cannot be logged", invocation, name));
	}

	/** The executor has not taken the call of the exception handler. */
	static void handlerNotStarted(Invocation handler, Throwable failure, Throwable reason, RejectionLog rejections) {
		// one of a type: an application may throw the same object again and again
		Class<?> type = reason.getClass();
		if (failure != reason && Arrays.stream(failure.getSuppressed()).noneMatch(type::isInstance)) {
			failure.addSuppressed(reason);
		}
		if (reason instanceof RejectedExecutionException) {
			rejections.rejected(handler, reason);
		}
	}

	/** Something around the call has failed, which has an outcome of its own. */
	static void logBroken(String what, Invocation invocation, Throwable failure) {
		logger.error("{} failed at the call of {}", what, invocation, failure);
	}

	/** The call has an outcome already. */
	static void logIgnored(Invocation invocation, Throwable failure) {
		logger.debug("Another failure of {}", invocation, failure);
	}

	private static SocketError badArgument(String code, int index, String problem) {
		if (index < 0) {
			return SocketError.of(code, "The auth object " + problem);
		}
		return new SocketError(400, code, "Argument " + index + " " + problem, List.of(Map.of("argument", index)));
	}

	private static SocketError invalid(List<Map<String, Object>> details) {
		return new SocketError(400, "validation_failed", "Validation failed", details);
	}

	private static SocketError withStatus(HttpStatusCode code, @Nullable String message) {
		if (!code.isError()) {
			return INTERNAL;
		}
		HttpStatus known = HttpStatus.resolve(code.value());
		String name = (known != null) ? known.name().toLowerCase(Locale.ROOT) : "status_" + code.value();
		String text = (known != null) ? known.getReasonPhrase() : "Error";
		return SocketError.of(code.value(), name, StringUtils.hasText(message) ? message : text);
	}

	private static List<Map<String, Object>> violations(MethodValidationException exception) {
		List<Map<String, Object>> details = new ArrayList<>();
		for (ParameterValidationResult result : exception.getParameterValidationResults()) {
			String parameter = result.getMethodParameter().getParameterName();
			if (result instanceof ParameterErrors errors) {
				errors.getAllErrors()
					.forEach((error) -> details.add(detail(parameter,
							(error instanceof FieldError field) ? field.getField() : null, error.getDefaultMessage())));
			}
			else {
				result.getResolvableErrors()
					.forEach((error) -> details.add(detail(parameter, null, error.getDefaultMessage())));
			}
		}
		return details;
	}

	static Map<String, Object> detail(@Nullable String parameter, @Nullable String field, @Nullable String message) {
		Map<String, Object> detail = new LinkedHashMap<>();
		if (parameter != null) {
			detail.put("parameter", parameter);
		}
		if (field != null) {
			detail.put("field", field);
		}
		detail.put("message", (message != null) ? message : "invalid");
		return detail;
	}

}
