//! How values are written: dates as 和暦, money with commas, ages in years and months.

use events::vocabulary::{Age, Yen, wareki};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::clock::JAPAN;

pub(crate) fn add_to(environment: &mut Environment<'static>) {
    environment.add_filter("wareki", |value: &Value| Ok::<_, Error>(wareki::long(date(value)?)));
    environment.add_filter("wareki_short", |value: &Value| Ok::<_, Error>(wareki::short(date(value)?)));
    environment.add_filter("wareki_echo", |value: &Value| Ok::<_, Error>(wareki::echo(date(value)?)));
    environment.add_filter("month_day", month_day);
    environment.add_filter("moment", |value: &Value| moment(value, wareki::short));
    environment.add_filter("moment_long", |value: &Value| moment(value, wareki::long));
    environment.add_filter("yen", yen);
    environment.add_filter("age", |birth: &Value, on: &Value| age(birth, on, true));
    environment.add_filter("years", |birth: &Value, on: &Value| age(birth, on, false));
    environment.add_filter("days_to", |from: &Value, to: &Value| Ok::<_, Error>((date(to)? - date(from)?).get_days()));
    environment.add_filter("value_of", |form: &Value, name: &str| text_of(form, "values", name));
    environment.add_filter("values_of", values_of);
    environment.add_filter("error_of", |form: &Value, name: &str| text_of(form, "errors", name));
    environment.add_filter("echo_of", |form: &Value, name: &str| text_of(form, "echoes", name));
}

fn wrong(what: &'static str) -> Error {
    // Never the value: it may be personal.
    Error::new(ErrorKind::InvalidOperation, what)
}

fn date(value: &Value) -> Result<Date, Error> {
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| wrong("not a date"))
}

fn month_day(value: &Value) -> Result<String, Error> {
    let day = date(value)?;
    Ok(format!("{}月{}日（{}）", day.month(), day.day(), wareki::weekday(day)))
}

fn moment(value: &Value, words: fn(Date) -> String) -> Result<String, Error> {
    let moment: Timestamp = value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| wrong("not a moment"))?;
    let there = moment.to_zoned(TimeZone::fixed(JAPAN));
    Ok(format!("{} {}:{:02}", words(there.date()), there.hour(), there.minute()))
}

fn yen(value: &Value) -> Result<String, Error> {
    let amount = value.as_i64().and_then(|amount| Yen::new(amount).ok()).ok_or_else(|| wrong("not an amount"))?;
    Ok(amount.to_string())
}

fn age(birth: &Value, on: &Value, months: bool) -> Result<String, Error> {
    let age = Age::on(date(birth)?, date(on)?).ok_or_else(|| wrong("born later"))?;
    Ok(match (months, age.months()) {
        (false, _) | (true, 0) => format!("{}歳", age.years()),
        (true, months) => format!("{}歳{months}か月", age.years()),
    })
}

fn text_of(form: &Value, part: &str, name: &str) -> Result<Value, Error> {
    let found = form.get_attr(part)?.get_attr(name)?;
    let found = if part == "values" && !found.is_undefined() { found.get_item_by_index(0)? } else { found };
    Ok(if found.is_undefined() { Value::from("") } else { found })
}

fn values_of(form: &Value, name: &str) -> Result<Value, Error> {
    let found = form.get_attr("values")?.get_attr(name)?;
    Ok(if found.is_undefined() { Value::from(Vec::<String>::new()) } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(expression: &str) -> Result<String, Error> {
        let mut environment = Environment::new();
        add_to(&mut environment);
        environment.render_str(expression, ())
    }

    #[test]
    fn values_are_written_as_staff_write_them() -> Result<(), Error> {
        for (expression, text) in [
            ("{{ '2026-04-01'|wareki }}", "令和8年4月1日"),
            ("{{ '2026-04-01'|wareki_short }}", "R8.4.1"),
            ("{{ '2026-11-20'|month_day }}", "11月20日（金）"),
            ("{{ '2026-03-31T15:05:00Z'|moment }}", "R8.4.1 0:05"),
            ("{{ '2026-03-31T15:05:00Z'|moment_long }}", "令和8年4月1日 0:05"),
            ("{{ 68400|yen }}", "68,400円"),
            ("{{ '2020-03-15'|age('2026-11-24') }}", "6歳8か月"),
            ("{{ '2020-03-15'|years('2026-11-24') }}", "6歳"),
            ("{{ '2026-11-24'|days_to('2026-12-03') }}", "9"),
        ] {
            assert_eq!(shown(expression)?, text, "{expression}");
        }
        Ok(())
    }

    #[test]
    fn a_wrong_value_is_an_error_that_does_not_quote_it() {
        for expression in [
            "{{ '見本'|wareki }}",
            "{{ '見本'|moment }}",
            "{{ '見本'|yen }}",
            "{{ -1|yen }}",
            "{{ '2026-04-02'|age('2026-04-01') }}",
        ] {
            let error = shown(expression).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(!error.is_empty() && !error.contains("見本"), "{expression}: {error}");
        }
    }
}
