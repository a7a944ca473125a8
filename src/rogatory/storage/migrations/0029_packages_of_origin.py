from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0028_vouched'),
    ]

    operations = [
        migrations.AlterField(
            model_name='package',
            name='package',
            field=models.CharField(db_index=True, max_length=36),
        ),
    ]
