package dev.socketio.autoconfigure;

import java.util.concurrent.Executor;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.support.ListenerOptions;
import dev.socketio.listener.support.SocketListenerRegistrar;
import dev.socketio.server.SocketIOServer;
import io.micrometer.observation.ObservationRegistry;
import jakarta.validation.Validator;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.StringUtils;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidator;

/**
 * Auto-configuration for annotated listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { SocketIOServerAutoConfiguration.class, SocketIOEmitterAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@ConditionalOnClass(SocketListenerRegistrar.class)
@ConditionalOnBean(SocketIOServer.class)
public final class SocketIOListenerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketListenerRegistrar socketIOListenerRegistrar(ConfigurableListableBeanFactory beanFactory,
			SocketIOServer server, SocketIOProperties properties, ObjectProvider<SocketIOEmitter> emitter,
			ObjectProvider<SocketArgumentResolver> resolvers, ObjectProvider<ConversionService> conversion,
			ObjectProvider<ListenerValidation> validation, ObjectProvider<ObservationRegistry> observations) {
		ListenerProperties listener = properties.getListener();
		SocketListenerRegistrar registrar = new SocketListenerRegistrar(beanFactory, server,
				executor(beanFactory, listener), options(listener));
		registrar.setEmitter(emitter::getIfAvailable);
		registrar.setArgumentResolvers(resolvers.orderedStream().toList());
		registrar.setConversionService(conversion.getIfUnique(ApplicationConversionService::getSharedInstance));
		observations.ifUnique(registrar::setObservationRegistry);
		validation.ifAvailable((present) -> registrar.setValidator(present.validator()));
		return registrar;
	}

	@Bean
	static LazyInitializationExcludeFilter socketIOListenerLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SocketListenerRegistrar.class);
	}

	@Bean
	ListenerStatus socketIOListenerStatus(SocketListenerRegistrar registrar) {
		return new ListenerStatus(registrar);
	}

	private static ListenerOptions options(ListenerProperties properties) {
		Concurrency concurrency = properties.getConcurrency();
		PropertyChecks.check("listener.concurrency", concurrency, concurrency != Concurrency.INHERIT,
				"Must be 'serial' or 'concurrent'");
		return ListenerOptions.builder()
			.maxElements(PropertyChecks.atLeast("listener.max-elements", properties.getMaxElements(), 1))
			.concurrency(concurrency)
			.includeMessage(properties.getErrors().getIncludeMessage() == ListenerProperties.IncludeMessage.ALWAYS)
			.build();
	}

	private static Executor executor(ConfigurableListableBeanFactory beanFactory, ListenerProperties properties) {
		String name = properties.getExecutor();
		if (StringUtils.hasText(name)) {
			PropertyChecks.check("listener.executor", name,
					beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, Executor.class),
					"There is no Executor bean of that name");
			return beanFactory.getBean(name, Executor.class);
		}
		String application = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;
		if (beanFactory.containsBean(application)) {
			return beanFactory.getBean(application, Executor.class);
		}
		return Schedulers.boundedElastic()::schedule;
	}

	/**
	 * Validates arguments where Bean Validation is present.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Validator.class)
	static class ValidationConfiguration {

		@Bean
		@ConditionalOnSingleCandidate(Validator.class)
		ListenerValidation socketIOListenerValidation(Validator validator) {
			return new ListenerValidation(new MethodValidationAdapter(validator));
		}

	}

	/**
	 * The validator for listeners, which is none for the rest of the application.
	 *
	 * @param validator the validator
	 */
	record ListenerValidation(MethodValidator validator) {

	}

}
