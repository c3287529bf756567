package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

/**
 * Describes failures of Bean Validation that an interceptor around a listener found. Only
 * to be used where it is present.
 */
final class ConstraintViolations {

	private ConstraintViolations() {
	}

	/** Whether arguments are invalid, for which the client is to blame. */
	static boolean isPresentIn(Throwable failure) {
		return failure instanceof ConstraintViolationException exception
				&& exception.getConstraintViolations().stream().noneMatch(ConstraintViolations::isOfReturnValue);
	}

	private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.getKind() == ElementKind.RETURN_VALUE) {
				return true;
			}
		}
		return false;
	}

	static List<Map<String, Object>> details(Throwable failure) {
		return ((ConstraintViolationException) failure).getConstraintViolations()
			.stream()
			.map(ConstraintViolations::detail)
			.toList();
	}

	/** The path is that of the method, the parameter, and the field in it. */
	private static Map<String, Object> detail(ConstraintViolation<?> violation) {
		List<String> names = path(violation.getPropertyPath());
		String parameter = (names.size() > 1) ? names.get(1) : null;
		String field = (names.size() > 2) ? names.stream().skip(2).collect(Collectors.joining(".")) : null;
		return FailureReport.detail(parameter, field, violation.getMessage());
	}

	private static List<String> path(Path path) {
		Iterator<Path.Node> nodes = path.iterator();
		List<String> names = new ArrayList<>();
		nodes.forEachRemaining((node) -> names.add(String.valueOf(node.getName())));
		return names;
	}

}
