package dev.socketio.listener.support;

import java.util.List;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.web.server.ServerWebInputException;

/**
 * Converts text that the client has chosen, outside of payloads, to the type of a
 * parameter.
 */
final class ValueConverter {

	private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

	private static final TypeDescriptor TEXTS = TypeDescriptor.collection(List.class, TEXT);

	private final ConversionService conversionService;

	private final ListenerParameter parameter;

	private final TypeDescriptor target;

	/** What the value is, for messages. */
	private final String description;

	/**
	 * Create a converter.
	 * @param conversionService converts values
	 * @param parameter the parameter
	 * @param description what the value is, for messages
	 * @throws InvalidListenerException if text cannot be converted to the type, or the
	 * type says who the client is
	 */
	ValueConverter(ConversionService conversionService, ListenerParameter parameter, String description) {
		PayloadTypes.checkParameter(parameter);
		this.conversionService = conversionService;
		this.parameter = parameter;
		this.description = description;
		this.target = new TypeDescriptor(ResolvableType.forType(parameter.genericType()), null,
				parameter.methodParameter().getParameterAnnotations());
		if (!conversionService.canConvert(TEXT, this.target)) {
			throw parameter.invalid("cannot be bound: no text can be converted to its type");
		}
	}

	/**
	 * Convert a text, or several ones.
	 * @param value a {@code String} or a {@code List} of them
	 * @return the value for the parameter
	 * @throws ServerWebInputException if the text does not fit
	 */
	@Nullable Object convert(Object value) {
		try {
			return this.conversionService.convert(value, (value instanceof String) ? TEXT : TEXTS, this.target);
		}
		catch (ConversionException ex) {
			throw new ServerWebInputException("The " + this.description + " has the wrong type",
					this.parameter.methodParameter(), ex);
		}
	}

}
