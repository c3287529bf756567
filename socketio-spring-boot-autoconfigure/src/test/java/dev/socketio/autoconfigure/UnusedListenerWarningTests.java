package dev.socketio.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link UnusedListenerWarning}.
 */
class UnusedListenerWarningTests {

	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, NoClassDefFoundError.class })
	void aBeanThatCannotBeLookedAtDoesNotStopTheApplication(Class<? extends Throwable> failure) {
		ConfigurableListableBeanFactory beanFactory = mock();
		given(beanFactory.getBeanNamesForType(Object.class)).willThrow(failure);
		assertThatNoException().isThrownBy(new UnusedListenerWarning(beanFactory)::afterSingletonsInstantiated);
	}

}
