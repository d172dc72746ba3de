-- A serial has sixteen characters, and a check character behind them since it was brought in. Earlier ones stay.
ALTER TABLE "Certificate" DROP CONSTRAINT certificate_serial_form;
ALTER TABLE "Certificate" ADD CONSTRAINT certificate_serial_form
  CHECK (serial ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}(-[0-9A-HJKMNP-TV-Z])?$');

-- What search looks through is folded as what is typed: Ð and Ɖ of other alphabets as d, apostrophes as one.
UPDATE "Person" SET "searchText" = translate("searchText", 'ðɖ’‘ʼ´`', E'dd\x27\x27\x27\x27\x27') WHERE "searchText" ~ '[ðɖ’‘ʼ´`]';
